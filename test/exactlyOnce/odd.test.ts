import { playSchedules } from './playSchedules';

playSchedules(1);
