import { setTimeout as sleep } from 'node:timers/promises';
import type { Point } from '@driver-dispatch/contract';
import { eventually } from '@driver-dispatch/local-servers';
import { check } from '../checker/check';
import { tryExchanges, type Exchanges } from '../checker/exchanged-drivers';
import type { Minima } from '../checker/comparisons';
import { DEFAULT_MINIMA } from '../checker/minima';
import { SUB_CHECKS, type SubCheck } from '../checker/violation';
import type { Evidence } from '../evidence/evidence';
import { gatherEvidence } from '../evidence/gather';
import type { Fault, Length, Scene } from '../faults/fault';
import type { Outcome } from '../history/operation';
import { Recorder } from '../history/recorder';
import { Caller } from '../workload/caller';
import { LOAD } from '../workload/load';
import { Workload } from '../workload/workload';
import { Scheduler } from '../workload/scheduler';
import { SeededRandom } from '../workload/seeded-random';
import { converge } from '../world/convergence';
import type { World } from '../world/world';

/** Time in which a healed system must complete all work, in ms. */
const RECOVERY_TIMEOUT_MS = 120_000;

/** Time in which the periodic reconciliation repairs the availability index, in ms. */
const INDEX_REPAIRED_WITHIN_MS = 35_000;

/** Maximum wait for enough comparisons of the checker, in ms. */
const COMPARED_WITHIN_MS = 180_000;

/** Interval between two checks of whether there are enough comparisons, in ms. */
const COMPARE_EVERY_MS = 500;

/**
 * Comparisons that a run waits for in I6: the engine assigns the nearest available driver (invariant 6). More than the
 * minimum, because healing may make some of them uncertain.
 */
const AWAITED_I6_COMPARISONS = 8;

const HEARTBEAT_TTL_SECONDS = 900;

export interface FaultReport {
  id: string;
  title: string;
  seed: number;
  requests: { total: number; ok: number; refused: number; unknown: number };
  orders: number;
  injections: { at: number; what: string }[];
  /** Time from healing until all work was complete, in ms. */
  recoveryMs: number;
  /** Number of comparisons by check. */
  compared: Record<SubCheck, number>;
  /** Result of the self-test of I6: assignments changed to the second nearest driver, and how many I6 found. */
  exchanges: Exchanges;
  violations: string[];
  ms: number;
}

/** Injects a fault under load, heals the system, waits until all work is complete, and checks the invariants. */
export async function runFault(
  world: World,
  fault: Fault,
  seed: number,
  length: Length,
): Promise<FaultReport> {
  const started = Date.now();
  const scope = `${fault.id}-${seed}-${started.toString(36)}-`;
  const prefix = `${scope}f-`;
  const recorder = new Recorder();
  const caller = new Caller(recorder, {
    engineUrl: world.engineUrl,
    shopPort: world.shop.port,
    keys: world.keys,
  });
  // The ids of the affected orders and drivers are below `prefix`; those of the stationary workload are only in `scope`.
  // Each fault has its own random centre, so that faults do not affect each other's drivers.
  const random = new SeededRandom(1_000 * seed + Number(fault.id.slice(1)));
  const centre = random.anywhere();
  world.gateway.acknowledgeDirect(prefix);
  const load = LOAD[fault.load ?? length];
  const workloads: Workload[] = [];
  const injections: FaultReport['injections'] = [];
  const heals: FaultReport['injections'] = [];
  const violations: string[] = [];
  let healedAt = Date.now();

  const expect = (holds: boolean, message: string) => {
    if (!holds) {
      violations.push(`${fault.id}: ${message}`);
    }
  };
  const scene: Scene = {
    world,
    random,
    scope,
    prefix,
    centre,
    caller,
    recorder,
    length,
    expect,
    startWorkload: (options) => {
      const workload = new Workload(caller, random.fork(), { prefix, centre, ...load.moving, ...options });
      workloads.push(workload);
      workload.start();
      return workload;
    },
    // Nests the pauses: each workload runs the previous pause as its work, so that all are paused while `work` runs.
    withoutOrders: (work) =>
      workloads.reduce((inner, workload) => () => workload.withoutOrders(inner), work)(),
    inject: async (what, cause) => {
      injections.push({ at: Date.now(), what });
      return cause();
    },
    heal: async () => {
      await world.heal();
      healedAt = Date.now();
      heals.push({ at: healedAt, what: 'healed' });
    },
    eventually: async (what, holds, timeoutMs = 120_000) => {
      const from = Date.now();
      const probe = () =>
        Promise.resolve()
          .then(holds)
          .catch((error: Error) => error.message);
      const failure = await eventually(probe, (result) => result === true, timeoutMs).then(
        () => undefined,
        (error: Error) => error.message,
      );
      expect(failure === undefined, `${what}: ${failure}`);
      return Date.now() - from;
    },
  };

  const minima = { ...DEFAULT_MINIMA, ...fault.minima };
  const ttl = {
    shortest: fault.heartbeatTtlSeconds ?? HEARTBEAT_TTL_SECONDS,
    longest: HEARTBEAT_TTL_SECONDS,
  };
  const gather = () =>
    gatherEvidence({
      engineDatabaseUrl: world.postgres.url('engine'),
      vendureDatabaseUrl: world.postgres.url('shop'),
      redisUrl: world.redisServer.url,
      scope,
      operations: recorder.operations,
      injections: [...injections, ...heals],
      heartbeatTtlSeconds: ttl,
      logs: world.leaks,
      logLines: world.linesRead,
      restored: fault.restoresShop ?? false,
      secrets: Object.values(world.keys).flat(),
    });

  const scheduler = new Scheduler(caller);
  const stationary = scene.startWorkload({
    ...load.stationary,
    prefix: `${scope}s-`,
    centre: antipode(centre),
  });
  await fault.run(scene);
  await Promise.all(workloads.map((workload) => workload !== stationary && workload.closeCheckout()));
  const awaited = { ...DEFAULT_MINIMA, 'I6.nearest': AWAITED_I6_COMPARISONS, ...fault.minima };
  await untilComparedEnough(gather, awaited);
  await scene.heal();
  await stationary.closeCheckout();
  const open = fault.leavesOrdersOpen ?? false;
  const recover = async () => {
    const recovered = await converge(world, scope, { timeoutMs: RECOVERY_TIMEOUT_MS, open });
    expect(recovered.reached, `work is not complete: ${recovered.unfinished.slice(0, 10).join('; ')}`);
  };
  await recover();
  const recoveryMs = Date.now() - healedAt;
  if (!isEnough(await gather(), minima)) {
    // The healing has made comparisons uncertain.
    const more = scene.startWorkload({ ...load.stationary, prefix: `${scope}m-`, centre: antipode(centre) });
    await untilComparedEnough(gather, awaited);
    await more.closeCheckout();
    await recover();
  }
  await Promise.all([...workloads, scheduler].map((work) => work.stop()));
  // Waits until PostgreSQL and the index have the last locations, and until the event `delivery.unassigned` of each PENDING
  // delivery is acknowledged, so that no event arrives while the evidence is read.
  const final = await converge(world, scope, {
    timeoutMs: INDEX_REPAIRED_WITHIN_MS,
    open,
    announced: true,
    locations: new Map(workloads.flatMap(({ lastLocationTimes }) => [...lastLocationTimes])),
  });
  expect(
    final.reached,
    `work is not complete after the last ping: ${final.unfinished.slice(0, 10).join('; ')}`,
  );

  const evidence = await gather();
  const found = check(evidence, { except: fault.except?.map((exception) => exception.check) });
  violations.push(
    ...found.violations.map(({ check: kind, message, context }) =>
      [`${kind} ${message}`, ...context].join('\n       '),
    ),
    ...found.compared.belowMinimum(minima),
  );
  const exchanges = tryExchanges(evidence);
  expect(exchanges.found > 0, `I6.nearest found none of ${exchanges.tried} exchanged drivers`);
  await setDriversOffline(world, caller, scope);
  caller.close();
  return {
    id: fault.id,
    title: fault.title,
    seed,
    injections,
    recoveryMs,
    exchanges,
    violations,
    compared: Object.fromEntries(
      SUB_CHECKS.map((kind) => [kind, found.compared.of(kind)]),
    ) as FaultReport['compared'],
    requests: count(recorder),
    orders: new Set(evidence.engine.deliveries.map(({ id }) => id)).size,
    ms: Date.now() - started,
  };
}

/** Waits until every check has its minimum of comparisons and I6 finds exchanged drivers, or the maximum wait is over. */
async function untilComparedEnough(gather: () => Promise<Evidence>, minima: Minima): Promise<void> {
  const deadline = Date.now() + COMPARED_WITHIN_MS;
  for (; Date.now() < deadline; await sleep(COMPARE_EVERY_MS)) {
    // Gathering fails while a server is down.
    const evidence = await gather().catch(() => undefined);
    if (evidence && isEnough(evidence, minima)) {
      return;
    }
  }
}

function isEnough(evidence: Evidence, minima: Minima): boolean {
  return check(evidence).compared.belowMinimum(minima).length === 0 && tryExchanges(evidence).found > 0;
}

function antipode({ lat, lon }: Point): Point {
  return { lat: -lat, lon: lon > 0 ? lon - 180 : lon + 180 };
}

function count({ operations }: Recorder): FaultReport['requests'] {
  const countOutcome = (outcome: Outcome) =>
    operations.filter((operation) => operation.outcome === outcome).length;
  return {
    total: operations.length,
    ok: countOutcome('ok'),
    refused: countOutcome('refused'),
    unknown: countOutcome('unknown'),
  };
}

/** Sets all AVAILABLE drivers of the run OFFLINE, so that later runs do not find them. */
async function setDriversOffline(world: World, caller: Caller, scope: string): Promise<void> {
  const { rows } = await world.engineDatabase.query<{ id: string }>(
    `SELECT id FROM driver_dispatch.drivers WHERE id LIKE $1 AND status = 'AVAILABLE'`,
    [`${scope}%`],
  );
  await Promise.all(rows.map(({ id }) => caller.setStatus(id, 'OFFLINE')));
}
