import { fixture } from '../../../../fixtures/video/publish';
import { operationUnderTest } from '../operationUnderTest';

const op = operationUnderTest(fixture);
void op;
