import type { Figures } from './figure';
import { againstTextbook } from './p01-p04-textbook';
import { withoutRedis } from './p05-without-redis';
import { largeCity } from './p06-large-city';
import { locations } from './p07-p08-locations';
import { waitingOrders } from './p09-waiting-orders';
import { shops } from './p10-p13-shop';
import { memory } from './p11-memory';
import { twoEngines } from './p12-two-engines';
import { engineWork } from './p13-engine-work';
import { retention } from './p14-retention';

/** All figures, in the order of the measurements. */
export const CATALOG: readonly Figures[] = [
  againstTextbook,
  withoutRedis,
  largeCity,
  locations,
  waitingOrders,
  shops,
  memory,
  twoEngines,
  engineWork,
  // Last, as it leaves a large history.
  retention,
];

export const FIGURES = [...new Set(CATALOG.flatMap(({ ids }) => ids))].sort(
  (a, b) => Number(a.slice(1)) - Number(b.slice(1)),
);
