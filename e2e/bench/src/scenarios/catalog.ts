import { assignments } from './s01-assignments';
import { largeCity } from './s02-large-city';
import { oneAtATime } from './s03-one-at-a-time';
import { halfLoad } from './s04-half-load';
import { withoutRedis } from './s05-without-redis';
import { locations } from './s06-locations';
import { both } from './s07-both';
import { paidToAssigned, toldToVendure } from './s08-s09-vendure';
import { memory } from './s10-memory';
import { twoEngines } from './s11-two-engines';
import { waitingOrders } from './s12-waiting-orders';
import type { Scenario } from './scenario';

/** Every measurement, in the order of the table. */
export const SCENARIOS: readonly Scenario[] = [
  ...[assignments, largeCity, oneAtATime, halfLoad, withoutRedis, locations, both],
  ...[toldToVendure, paidToAssigned, memory, twoEngines, waitingOrders],
];
