import { fixture } from '../../../../fixtures/video/upload';
import { operationUnderTest } from '../operationUnderTest';

const op = operationUnderTest(fixture);
void op;
