import { fixture } from '../../../../fixtures/video/uploadMany';
import { operationUnderTest } from '../operationUnderTest';

const op = operationUnderTest(fixture);
void op;
