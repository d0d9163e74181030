import { checkAssignments } from '../checks/assignments';
import { countOutcome, OUTCOME, type LoadReport } from '../load/load';
import type { Bench } from '../world/bench';
import { cpuTimes, describeCpu } from '../world/cpu-time';
import type { Engine } from '../world/engine';
import type { Fleet } from '../world/fleet';
import { WaitSampler } from '../world/wait-sampler';
import { signOrders } from './order-load';

/** Of a fleet, this share at most is used up before it is set free again. */
const USED_SHARE = 0.2;

/** What an engine is taken to assign a second at the most, until it is known better. */
const GUESS_PER_SECOND = 6_000;

export interface RateOptions {
  connections: number;
  seconds: number;
  /** Open loop: orders a second, whatever the engine does. */
  perSecond?: number;
  /** Redis is gone: nothing is to be brought into it between the rounds. */
  withoutRedis?: boolean;
}

export interface AssignmentRate {
  perSecond: number;
  /** Of each order's answer, in ms. */
  latencies: number[];
  /** Orders that were answered, and have no driver. */
  waiting: number;
  /** Events told to the receiver a second while orders flowed. */
  toldPerSecond: number;
  cpu: string;
  /** What PostgreSQL's sessions waited for. */
  waits: string;
  /** Share of the assignments whose driver came from Redis, as their records say. */
  byRedis: number;
  /** What the engines have logged since they started. */
  logged: string[];
  problems: string[];
}

/**
 * Sends orders until they have taken so long, in rounds: each uses a part of the fleet, and is checked. Between two
 * rounds the fleet is set free.
 */
export async function measureAssignments(
  bench: Bench,
  fleet: Fleet,
  engines: readonly Engine[],
  options: RateOptions,
): Promise<AssignmentRate> {
  const rate = new Tally();
  let expected = options.perSecond ?? GUESS_PER_SECOND;
  while (rate.seconds < options.seconds) {
    if (rate.rounds > 0 || (await fleet.used()) > 0) {
      await fleet.clear();
      if (!options.withoutRedis) {
        await fleet.reindexed();
      }
    }
    const left = options.seconds - rate.seconds;
    const count = Math.ceil(
      Math.min(fleet.drivers * USED_SHARE, expected * left * 1.2 + options.connections),
    );
    rate.add(await round(bench, fleet, engines, { ...options, seconds: left }, count));
    expected = options.perSecond ?? rate.perSecond;
    // What is left is too little to say anything.
    if (rate.seconds > options.seconds * 0.9) {
      break;
    }
  }
  return { ...rate.result(), logged: engines.flatMap((engine) => engine.complaints()) };
}

/** Lets an engine compile its hot paths and open its connections; a slow one is not waited for for ever. */
export async function warmUp(bench: Bench, fleet: Fleet, engines: readonly Engine[]): Promise<void> {
  const { connections, warmUpOrders, seconds } = bench.sizes;
  const until = Date.now() + 2 * seconds * 1000;
  const share = Math.floor(fleet.drivers * USED_SHARE);
  for (let served = 0; served < warmUpOrders && Date.now() < until; served += share) {
    const count = Math.min(share, warmUpOrders - served);
    await round(bench, fleet, engines, { connections, seconds }, count);
    await fleet.clear();
    await fleet.reindexed();
  }
}

interface Round {
  report: LoadReport;
  told: number;
  cpu: string;
  waits: string;
  byRedis: number;
  problems: string[];
}

async function round(
  bench: Bench,
  fleet: Fleet,
  engines: readonly Engine[],
  { connections, seconds, perSecond }: RateOptions,
  count: number,
): Promise<Round> {
  const { servers } = bench;
  const { ids, requests } = signOrders(servers.keys.vendure[0]!, fleet.layout, count);
  const pids = engines.map(({ pid }) => pid);
  const toldBefore = await servers.eventsTold();
  const cpuBefore = await cpuTimes(servers, fleet.database, pids);
  const waiting = new WaitSampler(fleet.database);
  const report = await bench.load(requests, {
    ports: engines.map(({ port }) => port),
    ...{ connections, seconds, perSecond },
  });
  const waits = await waiting.stop();
  const cpuAfter = await cpuTimes(servers, fleet.database, pids);
  const told = (await servers.eventsTold()) - toldBefore;
  const load = (report.cpuSeconds / report.seconds).toFixed(2);
  return {
    ...{ report, told, waits, byRedis: await fleet.foundByRedis() },
    cpu: `${describeCpu(cpuBefore, cpuAfter, report.seconds)}, load ${load}`,
    problems: await checkAssignments(fleet.database, ids, report),
  };
}

/** Rounds, added up. */
class Tally {
  rounds = 0;
  seconds = 0;
  private assigned = 0;
  private waiting = 0;
  private told = 0;
  private cpu = '';
  private waits = '';
  private byRedis = NaN;
  private readonly latencies: number[] = [];
  private readonly problems: string[] = [];

  get perSecond(): number {
    return this.assigned / this.seconds;
  }

  add({ report, told, cpu, waits, byRedis, problems }: Round): void {
    this.rounds++;
    this.seconds += report.seconds;
    this.assigned += countOutcome(report, OUTCOME.ASSIGNED);
    this.waiting += countOutcome(report, OUTCOME.TAKEN);
    this.told += told;
    this.cpu = cpu;
    this.waits = waits;
    this.byRedis = byRedis;
    for (const ms of report.latencies) {
      if (!Number.isNaN(ms)) {
        this.latencies.push(ms);
      }
    }
    this.problems.push(...problems);
  }

  result(): Omit<AssignmentRate, 'logged'> {
    return {
      perSecond: this.perSecond,
      latencies: this.latencies.sort((a, b) => a - b),
      waiting: this.waiting,
      toldPerSecond: this.told / this.seconds,
      cpu: this.cpu,
      waits: this.waits,
      byRedis: this.byRedis,
      problems: this.problems,
    };
  }
}
