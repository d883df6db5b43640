import { fixture } from '../../../../fixtures/photo/post';
import { operationUnderTest } from '../operationUnderTest';

const op = operationUnderTest(fixture);
void op;
