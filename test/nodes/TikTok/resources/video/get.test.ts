import { fixture } from '../../../../fixtures/video/get';
import { operationUnderTest } from '../operationUnderTest';

const op = operationUnderTest(fixture);
void op;
