import { fixture } from '../../../../fixtures/post/getStatus';
import { operationUnderTest } from '../operationUnderTest';

const op = operationUnderTest(fixture);
void op;
