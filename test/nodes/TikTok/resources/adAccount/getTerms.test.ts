import { fixture } from '../../../../fixtures/adAccount/getTerms';
import { operationUnderTest } from '../operationUnderTest';

const op = operationUnderTest(fixture);
void op;
