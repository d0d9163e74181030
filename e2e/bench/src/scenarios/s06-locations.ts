import { setTimeout as sleep } from 'node:timers/promises';
import { complainOfAnswers } from '../checks/answers';
import { countOutcome, OUTCOME } from '../load/load';
import type { Bench } from '../world/bench';
import { cpuTimes, describeCpu } from '../world/cpu-time';
import type { Fleet } from '../world/fleet';
import { rawGeoadd } from '../yardsticks/yardsticks';
import {
  behindInPostgres,
  latestOf,
  LOCATIONS_A_REQUEST,
  misplacedInRedis,
  signLocations,
} from './location-load';
import type { Scenario } from './scenario';

const CONNECTIONS = 8;

/** What one engine is taken to keep a second at the most. */
const GUESS_PER_SECOND = 60_000;

/** Within this time PostgreSQL must have what was answered, in ms; and how long it is waited for at all. */
const STORED_WITHIN_MS = 2_000;
const PATIENCE_MS = 30_000;

interface LocationRate {
  perSecond: number;
  /** From the last answer until PostgreSQL had every location, in ms. */
  storedAfterMs: number;
  cpu: string;
  logged: string[];
  problems: string[];
}

/** Locations a second of one engine at full load. */
export function locationRate(bench: Bench): Promise<LocationRate> {
  return bench.once('locations', async () => {
    const { servers, sizes } = bench;
    const fleet = await bench.fleet('uniform', sizes.city);
    return bench.withEngines(fleet, {}, async ([engine]) => {
      const send = async (seconds: number) => {
        const batch = Math.min(LOCATIONS_A_REQUEST, fleet.drivers);
        const signed = await signLocations(bench, fleet, Math.ceil((seconds * GUESS_PER_SECOND) / batch));
        const before = await cpuTimes(servers, fleet.database, [engine!.pid]);
        const report = await bench.load(signed.requests, {
          ...{ ports: [engine!.port], connections: CONNECTIONS, seconds },
        });
        const after = await cpuTimes(servers, fleet.database, [engine!.pid]);
        return { signed, report, cpu: describeCpu(before, after, report.seconds) };
      };
      const warm = await send(sizes.seconds / 3);
      // What is still being stored of the warm-up is not the measurement's.
      await stored(fleet, latestOf(warm.signed, warm.report));
      const { signed, report, cpu } = await send(sizes.seconds);
      const answeredAt = Date.now();
      const latest = latestOf(signed, report);
      const misplaced = await misplacedInRedis(bench, latest);
      await stored(fleet, latest);
      const storedAfterMs = Date.now() - answeredAt;
      const logged = engine!.complaints();
      const locations = countOutcome(report, OUTCOME.TAKEN) * Math.min(LOCATIONS_A_REQUEST, fleet.drivers);
      return {
        ...{ perSecond: locations / report.seconds, storedAfterMs, cpu },
        logged,
        problems: [
          ...complainOfAnswers(report),
          ...(misplaced > 0
            ? [`${misplaced} drivers elsewhere in Redis than was answered; ${logged.join('; ')}`]
            : []),
        ],
      };
    });
  });
}

/** Waits until PostgreSQL has every location, within reason. */
async function stored(fleet: Fleet, latest: ReturnType<typeof latestOf>): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while ((await behindInPostgres(fleet, latest)) > 0 && Date.now() < until) {
    await sleep(50);
  }
}

export const locations: Scenario = {
  id: 'S6',
  title: 'Locations a second',
  async measure(bench) {
    const y5 = await rawGeoadd(bench);
    const { perSecond, storedAfterMs, cpu, logged, problems } = await locationRate(bench);
    return [
      {
        what: `in requests of ${LOCATIONS_A_REQUEST}`,
        figure: perSecond,
        unit: '/s',
        against: { name: 'Y5', figure: y5 },
        ratio: perSecond / y5,
        wanted: { atLeast: 0.6 },
        notes: [`CPUs: ${cpu}`, ...logged],
        problems,
      },
      {
        what: 'in PostgreSQL after',
        figure: storedAfterMs,
        unit: 'ms',
        ratio: storedAfterMs,
        wanted: { atMost: STORED_WITHIN_MS },
        notes: [],
        problems,
      },
    ];
  },
};
