import { fixture } from '../../../../fixtures/post/cancel';
import { operationUnderTest } from '../operationUnderTest';

const op = operationUnderTest(fixture);
void op;
