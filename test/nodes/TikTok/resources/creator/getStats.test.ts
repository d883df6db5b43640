import { fixture } from '../../../../fixtures/creator/getStats';
import { operationUnderTest } from '../operationUnderTest';

const op = operationUnderTest(fixture);
void op;
