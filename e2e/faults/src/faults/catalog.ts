import type { Fault } from './fault';
import { duplicates, forgery, poison, reordering, sameKeyOtherBody } from './message-faults';
import { expensiveRequests } from './expensive-requests';
import { longSnapshot } from './long-snapshot';
import { badReceiver, clockSkew, partition } from './network-faults';
import { commitUnknown, postgresKilled, postgresSlow } from './postgres-faults';
import { engineKilled, vendureKilled, zombie } from './process-faults';
import { cancelRace, contention, herd, offlineRace } from './race-faults';
import { redisFailsOver, redisForgets, redisHangs, redisLies, redisRefuses } from './redis-faults';
import { rollingRestart } from './restart-faults';
import { restoredShop } from './restore-faults';
import { soak } from './soak';

/** Every fault, in the order in which the suite runs them. */
export const FAULTS: readonly Fault[] = [
  engineKilled,
  zombie,
  redisRefuses,
  redisHangs,
  redisForgets,
  redisLies,
  redisFailsOver,
  postgresKilled,
  postgresSlow,
  commitUnknown,
  duplicates,
  reordering,
  forgery,
  sameKeyOtherBody,
  clockSkew,
  partition,
  badReceiver,
  poison,
  herd,
  contention,
  cancelRace,
  offlineRace,
  vendureKilled,
  rollingRestart,
  longSnapshot,
  expensiveRequests,
  soak,
  restoredShop,
];
