import { fixture } from '../../../../fixtures/creator/getPostingOptions';
import { operationUnderTest } from '../operationUnderTest';

const op = operationUnderTest(fixture);
void op;
