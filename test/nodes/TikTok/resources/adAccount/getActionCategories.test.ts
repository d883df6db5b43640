import { fixture } from '../../../../fixtures/adAccount/getActionCategories';
import { operationUnderTest } from '../operationUnderTest';

const op = operationUnderTest(fixture);
void op;
