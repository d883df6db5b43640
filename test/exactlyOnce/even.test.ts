import { playSchedules } from './playSchedules';

playSchedules(0);
