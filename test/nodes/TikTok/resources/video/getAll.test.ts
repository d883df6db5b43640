import { fixture } from '../../../../fixtures/video/getAll';
import { operationUnderTest } from '../operationUnderTest';

const op = operationUnderTest(fixture);
void op;
