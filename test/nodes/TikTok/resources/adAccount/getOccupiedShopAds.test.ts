import { fixture } from '../../../../fixtures/adAccount/getOccupiedShopAds';
import { operationUnderTest } from '../operationUnderTest';

const op = operationUnderTest(fixture);
void op;
