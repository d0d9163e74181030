import { setTimeout as sleep } from 'node:timers/promises';
import type { Point } from '@driver-dispatch/contract';
import { check } from '../checker/check';
import { tryExchanges, type Exchanges } from '../checker/exchanged-drivers';
import type { Minima } from '../checker/comparisons';
import { USUAL_MINIMA } from '../checker/minima';
import { SUB_CHECKS, type SubCheck } from '../checker/violation';
import type { Evidence } from '../evidence/evidence';
import { gatherEvidence } from '../evidence/gather';
import type { Fault, Length, Scene } from '../faults/fault';
import type { Outcome } from '../history/operation';
import { Recorder } from '../history/recorder';
import { Caller } from '../workload/caller';
import { LOAD } from '../workload/load';
import { Rush } from '../workload/rush';
import { Scheduler } from '../workload/scheduler';
import { SeededRandom } from '../workload/seeded-random';
import { converge } from '../world/convergence';
import type { World } from '../world/world';

/** How long a healed world may take until nothing is under way any more, in ms. */
const RECOVERY_PATIENCE_MS = 120_000;

/** An index that has missed something is right again after the next comparison, within so many ms. */
const INDEX_RIGHT_WITHIN_MS = 35_000;

/** How long a run may go on until every check has compared enough, and how often that is looked at, in ms. */
const COMPARED_WITHIN_MS = 180_000;
const COMPARE_EVERY_MS = 500;

/** Comparisons of I6 that are waited for, more than the minimum: the healing may make a few of them uncertain. */
const NEAREST_WAITED_FOR = 8;

const HEARTBEAT_TTL_SECONDS = 900;

export interface FaultReport {
  id: string;
  title: string;
  seed: number;
  requests: { total: number; ok: number; refused: number; unknown: number };
  orders: number;
  injections: { at: number; what: string }[];
  /** From the end of the harm until everything had come to rest, in ms. */
  recoveryMs: number;
  /** How often each check compared something. */
  compared: Record<SubCheck, number>;
  /** Whether I6 finds that another driver was nearer, when the evidence is changed so that one was. */
  exchanges: Exchanges;
  violations: string[];
  ms: number;
}

/** Lets one fault strike a world, heals it, waits until it has come to rest, and checks what became of everything. */
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
  // Each fault has a city of its own.
  const random = new SeededRandom(1_000 * seed + Number(fault.id.slice(1)));
  const centre = random.anywhere();
  world.gateway.absorb(prefix);
  const load = LOAD[fault.load ?? length];
  const rushes: Rush[] = [];
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
    ...{ world, random, scope, prefix, centre, caller, recorder, length, expect },
    rush: (options) => {
      const rush = new Rush(caller, random.fork(), { prefix, centre, ...load.moving, ...options });
      rushes.push(rush);
      rush.start();
      return rush;
    },
    quiet: (work) => rushes.reduce((inner, rush) => () => rush.quiet(inner), work)(),
    inject: async (what, harm) => {
      injections.push({ at: Date.now(), what });
      return harm();
    },
    heal: async () => {
      await world.heal();
      healedAt = Date.now();
      heals.push({ at: healedAt, what: 'healed' });
    },
    eventually: async (what, holds, timeoutMs = 120_000) => {
      const from = Date.now();
      for (;;) {
        const seen = await Promise.resolve()
          .then(holds)
          .catch((error: Error) => error.message);
        const ms = Date.now() - from;
        if (seen === true || ms > timeoutMs) {
          expect(seen === true, `${what}: not within ${timeoutMs} ms${seen ? `, but ${String(seen)}` : ''}`);
          return ms;
        }
        await sleep(50);
      }
    },
  };

  const minima = { ...USUAL_MINIMA, ...fault.minima };
  const ttl = {
    shortest: fault.heartbeatTtlSeconds ?? HEARTBEAT_TTL_SECONDS,
    longest: HEARTBEAT_TTL_SECONDS,
  };
  const gather = () =>
    gatherEvidence({
      engineDatabaseUrl: world.postgres.url('engine'),
      vendureDatabaseUrl: world.postgres.url('shop'),
      redisUrl: world.redisServer.url,
      ...{ scope, operations: recorder.operations, injections: [...injections, ...heals] },
      ...{ heartbeatTtlSeconds: ttl, logs: world.leaks, logLines: world.linesRead },
      restored: fault.restoresShop ?? false,
      secrets: Object.values(world.keys).flat(),
    });

  const scheduler = new Scheduler(caller);
  const stationary = scene.rush({ ...load.stationary, prefix: `${scope}s-`, centre: antipode(centre) });
  await fault.run(scene);
  await Promise.all(rushes.map((rush) => rush !== stationary && rush.closeTills()));
  const waitedFor = { ...USUAL_MINIMA, 'I6.nearest': NEAREST_WAITED_FOR, ...fault.minima };
  await comparedEnough(gather, waitedFor);
  await scene.heal();
  await stationary.closeTills();
  const open = fault.leavesOrdersOpen ?? false;
  const recover = async () => {
    const rest = await converge(world, scope, { timeoutMs: RECOVERY_PATIENCE_MS, open });
    expect(rest.reached, `does not come to rest: ${rest.left.slice(0, 10).join('; ')}`);
  };
  await recover();
  const recoveryMs = Date.now() - healedAt;
  if (!(await gather().then((evidence) => isEnough(evidence, minima)))) {
    // The healing has made comparisons uncertain.
    const more = scene.rush({ ...load.stationary, prefix: `${scope}m-`, centre: antipode(centre) });
    await comparedEnough(gather, waitedFor);
    await more.closeTills();
    await recover();
  }
  await Promise.all([...rushes, scheduler].map((work) => work.stop()));
  // PostgreSQL and the index may be equal, and both without the last locations. An order that waits changes once more,
  // when that is announced: not between one table's reading and another's.
  const last = await converge(world, scope, {
    ...{ timeoutMs: INDEX_RIGHT_WITHIN_MS, open, announced: true },
    locations: new Map(rushes.flatMap(({ lastLocations }) => [...lastLocations])),
  });
  expect(last.reached, `is not at rest after the last ping: ${last.left.slice(0, 10).join('; ')}`);

  const evidence = await gather();
  const found = check(evidence, { except: fault.except?.map((exception) => exception.check) });
  violations.push(
    ...found.violations.map(({ check: kind, message, around }) =>
      [`${kind} ${message}`, ...around].join('\n       '),
    ),
    ...found.compared.belowMinimum(minima),
  );
  const exchanges = tryExchanges(evidence);
  expect(exchanges.found > 0, `I6.nearest found none of ${exchanges.tried} exchanged drivers`);
  await offTheRoad(world, caller, scope);
  caller.close();
  return {
    ...{ id: fault.id, title: fault.title, seed, injections, recoveryMs, exchanges, violations },
    compared: Object.fromEntries(
      SUB_CHECKS.map((kind) => [kind, found.compared.of(kind)]),
    ) as FaultReport['compared'],
    requests: count(recorder),
    orders: new Set(evidence.engine.deliveries.map(({ id }) => id)).size,
    ms: Date.now() - started,
  };
}

/** Waits until every check has compared enough, and I6 finds exchanges: how soon that is, is up to the machine. */
async function comparedEnough(gather: () => Promise<Evidence>, minima: Minima): Promise<void> {
  for (const until = Date.now() + COMPARED_WITHIN_MS; Date.now() < until; await sleep(COMPARE_EVERY_MS)) {
    // A server that is down is one that nothing can be read of yet.
    if (
      await gather().then(
        (evidence) => isEnough(evidence, minima),
        () => false,
      )
    ) {
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
  const of = (outcome: Outcome) => operations.filter((operation) => operation.outcome === outcome).length;
  return { total: operations.length, ok: of('ok'), refused: of('refused'), unknown: of('unknown') };
}

/** Leaves no driver behind who could be in the way of what comes next. */
async function offTheRoad(world: World, caller: Caller, prefix: string): Promise<void> {
  const { rows } = await world.engineDatabase.query<{ id: string }>(
    `SELECT id FROM driver_dispatch.drivers WHERE id LIKE $1 AND status = 'AVAILABLE'`,
    [`${prefix}%`],
  );
  await Promise.all(rows.map(({ id }) => caller.setStatus(id, 'OFFLINE')));
}
