import { setTimeout as sleep } from 'node:timers/promises';
import { complainOfAnswers } from '../checks/answers';
import { checkAssignments } from '../checks/assignments';
import { countOutcome, OUTCOME, type LoadTask } from '../load/load';
import { driverAppRequest } from '../load/requests';
import type { Bench } from '../world/bench';
import type { Engine } from '../world/engine';
import type { Fleet } from '../world/fleet';
import { signOrders } from './order-load';
import { quantile } from './quantile';
import type { Scenario } from './scenario';

/** How long after the last answer the last match may be made, in ms. */
const KEEPS_UP_WITHIN_MS = 1_000;

/** Who keeps up ends as soon as the last driver has come, but for the last one's own time. */
const KEEPS_UP_SHARE = 0.95;

/** How long drivers go on coming when nobody keeps up, in seconds. */
const PATIENCE_SECONDS = 60;

const FREE_CONNECTIONS = 32;

export const waitingOrders: Scenario = {
  id: 'S12',
  title: 'Drivers come free while orders wait',
  async measure(bench) {
    const { city, waiting, waitingFew, freedPerSecond, seconds, singles } = bench.sizes;
    const fleet = await bench.fleet('uniform', city);
    return bench.withEngines(fleet, { drivers: 'OFFLINE' }, async ([engine]) => {
      const scene = new WaitingScene(bench, fleet, engine!);
      await scene.place(waiting);
      const count = Math.floor(Math.min(seconds * freedPerSecond, waiting / 2));
      const flood = await scene.free(count, {
        ...{ connections: FREE_CONNECTIONS, perSecond: freedPerSecond, seconds: PATIENCE_SECONDS },
      });
      // One match is measured by itself, without the relay of what came before.
      await fleet.told();
      const many = await scene.free(Math.min(singles, waiting / 4), { connections: 1, seconds: 60 });
      await scene.check();
      await fleet.clear('OFFLINE');
      await fleet.reindexed();
      await scene.place(waitingFew);
      const few = await scene.free(waitingFew / 2, { connections: 1, seconds: 60 });
      await scene.check();
      return [
        {
          what: `matched a second, ${waiting} waiting`,
          figure: flood.matched / flood.seconds,
          unit: '/s',
          against: { name: 'freed', figure: freedPerSecond },
          ratio: flood.matched / flood.seconds / freedPerSecond,
          wanted: { atLeast: KEEPS_UP_SHARE },
          notes: [
            `${flood.matched} of ${flood.freed} drivers were matched`,
            `p99 of a driver's request ${quantile(flood.latencies, 0.99).toFixed(0)} ms`,
          ],
          problems: scene.problems,
        },
        {
          what: `one match, ${waiting} waiting over ${waitingFew}`,
          figure: quantile(many.latencies, 0.5),
          unit: 'ms',
          against: { name: `${waitingFew} waiting`, figure: quantile(few.latencies, 0.5) },
          ratio: quantile(many.latencies, 0.5) / quantile(few.latencies, 0.5),
          wanted: { atMost: 1.5 },
          notes: [],
          problems: scene.problems,
        },
      ];
    });
  },
};

interface Freed {
  freed: number;
  /** How many orders found their driver by then. */
  matched: number;
  seconds: number;
  latencies: number[];
}

/** Orders that wait, and drivers who take them one after the other. */
class WaitingScene {
  readonly problems: string[] = [];
  private driver = 0;
  private placed: { ids: string[]; outcomes: Uint8Array } | undefined;

  constructor(
    private readonly bench: Bench,
    private readonly fleet: Fleet,
    private readonly engine: Engine,
  ) {}

  async place(count: number): Promise<void> {
    const { servers, sizes } = this.bench;
    const { ids, requests } = signOrders(servers.keys.vendure[0]!, this.fleet.layout, count);
    const report = await this.send(requests, { connections: sizes.connections, seconds: 300 });
    this.placed = { ids, outcomes: report.outcomes };
    const waiting = countOutcome(report, OUTCOME.TAKEN);
    if (waiting !== count) {
      this.problems.push(`${waiting} of ${count} orders wait: ${complainOfAnswers(report).join('; ')}`);
    }
  }

  /** Brings drivers on the road who have not been there yet. */
  async free(count: number, load: Omit<LoadTask, 'file' | 'ports'>): Promise<Freed> {
    const key = this.bench.servers.keys.driverApp[0]!;
    const requests = Array.from({ length: Math.floor(count) }, () =>
      driverAppRequest('status', key, {
        ...{ type: 'driver.set_status', driverId: this.fleet.idOf(++this.driver), status: 'AVAILABLE' },
      }),
    );
    const before = await this.fleet.used();
    const report = await this.send(requests, load);
    await sleep(KEEPS_UP_WITHIN_MS);
    this.problems.push(...complainOfAnswers(report));
    const freed = countOutcome(report, OUTCOME.ASSIGNED) + countOutcome(report, OUTCOME.TAKEN);
    return {
      freed,
      matched: (await this.fleet.used()) - before,
      seconds: report.seconds,
      latencies: [...report.latencies].filter((ms) => !Number.isNaN(ms)).sort((a, b) => a - b),
    };
  }

  async check(): Promise<void> {
    const { ids, outcomes } = this.placed!;
    const report = { outcomes, latencies: new Float64Array(), seconds: 0, cpuSeconds: 0, complaints: [] };
    this.problems.push(...(await checkAssignments(this.fleet.database, ids, report)));
  }

  private send(requests: Buffer[], load: Omit<LoadTask, 'file' | 'ports'>) {
    return this.bench.load(requests, { ports: [this.engine.port], ...load });
  }
}
