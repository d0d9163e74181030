import { setTimeout as sleep } from 'node:timers/promises';
import { check } from '../checker/check';
import { gatherEvidence } from '../evidence/gather';
import type { Fault, Length, Scene } from '../faults/fault';
import type { Outcome } from '../history/operation';
import { Recorder } from '../history/recorder';
import { Caller } from '../workload/caller';
import { Rush } from '../workload/rush';
import { SeededRandom } from '../workload/seeded-random';
import { converge } from '../world/convergence';
import type { World } from '../world/world';

/** How long a healed world may take until nothing is under way any more, in ms. */
const RECOVERY_PATIENCE_MS = 120_000;

/** How long a location may be on its way to PostgreSQL, in ms. */
const LOCATIONS_STORED_WITHIN_MS = 2_000;

/** An index that has missed something is right again after the next comparison, within so many ms. */
const INDEX_RIGHT_WITHIN_MS = 35_000;

export interface FaultReport {
  id: string;
  title: string;
  seed: number;
  requests: { total: number; ok: number; refused: number; unknown: number };
  orders: number;
  injections: { at: number; what: string }[];
  /** From the end of the harm until everything had come to rest, in ms. */
  recoveryMs: number;
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
  const prefix = `${fault.id}-${seed}-${started.toString(36)}-`;
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
    ...{ world, random, prefix, centre, caller, recorder, length, expect },
    rush: (options) => {
      const usual = { prefix, centre, drivers: 12, orderEveryMs: 120, driverEveryMs: 120, cancelled: 0.1 };
      const rush = new Rush(caller, random.fork(), { ...usual, ...options });
      rushes.push(rush);
      rush.start();
      return rush;
    },
    inject: async (what, harm) => {
      injections.push({ at: Date.now(), what });
      return harm();
    },
    heal: async () => {
      await world.heal();
      healedAt = Date.now();
      heals.push({ at: healedAt, what: 'healed' });
    },
    eventually: async (what, holds, timeoutMs = 30_000) => {
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

  await fault.run(scene);
  await scene.heal();
  await Promise.all(rushes.map((rush) => rush.closeTills()));
  const open = fault.leavesOrdersOpen ?? false;
  const rest = await converge(world, prefix, { timeoutMs: RECOVERY_PATIENCE_MS, open });
  const recoveryMs = Date.now() - healedAt;
  await Promise.all(rushes.map((rush) => rush.stop()));
  // What the drivers did last: until it is stored, both sides may be equally old.
  await sleep(rushes.length > 0 ? LOCATIONS_STORED_WITHIN_MS : 0);
  // An order that waits changes once more, when that is told: not between one table's reading and another's.
  const last = await converge(world, prefix, { timeoutMs: INDEX_RIGHT_WITHIN_MS, open, announced: true });
  expect(rest.reached, `does not come to rest: ${rest.left.slice(0, 10).join('; ')}`);
  expect(last.reached, `is not at rest after the last ping: ${last.left.slice(0, 10).join('; ')}`);

  const evidence = await gatherEvidence({
    engineDatabaseUrl: world.postgres.url('engine'),
    vendureDatabaseUrl: world.postgres.url('shop'),
    redisUrl: world.redisServer.url,
    scope: prefix,
    ...{ operations: recorder.operations, injections: [...injections, ...heals], heartbeatTtlSeconds: 900 },
    ...{ logs: world.leaks, secrets: Object.values(world.keys).flat() },
  });
  const found = check(evidence, { except: fault.except?.map((exception) => exception.check) });
  violations.push(
    ...found.map(({ check: kind, message, around }) => [`${kind} ${message}`, ...around].join('\n       ')),
  );
  await offTheRoad(world, caller, prefix);
  caller.close();
  return {
    ...{ id: fault.id, title: fault.title, seed, injections, recoveryMs, violations },
    requests: count(recorder),
    orders: new Set(evidence.engine.deliveries.map(({ id }) => id)).size,
    ms: Date.now() - started,
  };
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
  for (const { id } of rows) {
    await caller.setStatus(id, 'OFFLINE');
  }
}
