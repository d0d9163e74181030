import type { Fault } from './fault';
import {
  duplicates,
  eventsReordered,
  invalidSignatures,
  malformedMessages,
  sameKeyDifferentBody,
} from './message-faults';
import { expensiveRequests } from './expensive-requests';
import { longSnapshot } from './long-snapshot';
import { clockSkew, networkPartition, webhookEndpointFails } from './network-faults';
import { commitUnknown, postgresKilled, postgresSlow } from './postgres-faults';
import { engineFrozen, engineKilled, vendureKilled } from './process-faults';
import { offers } from './offer-faults';
import { cancelRace, contention, offlineRace, orderBurst } from './race-faults';
import { redisFailover, redisFlushed, redisFrozen, redisHoldsWrongData, redisKilled } from './redis-faults';
import { rollingRestart } from './restart-faults';
import { restoredShop } from './restore-faults';
import { soak } from './soak';

/** Every fault, in the order in which the suite runs them. */
export const FAULTS: readonly Fault[] = [
  engineKilled,
  engineFrozen,
  redisKilled,
  redisFrozen,
  redisFlushed,
  redisHoldsWrongData,
  redisFailover,
  postgresKilled,
  postgresSlow,
  commitUnknown,
  duplicates,
  eventsReordered,
  invalidSignatures,
  sameKeyDifferentBody,
  clockSkew,
  networkPartition,
  webhookEndpointFails,
  malformedMessages,
  orderBurst,
  contention,
  cancelRace,
  offlineRace,
  vendureKilled,
  rollingRestart,
  longSnapshot,
  expensiveRequests,
  soak,
  restoredShop,
  offers,
];
