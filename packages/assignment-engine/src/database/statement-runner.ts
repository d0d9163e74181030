import { setTimeout as sleep } from 'node:timers/promises';
import { Pool, type ClientBase, type PoolClient, type QueryResultRow } from 'pg';
import type { EngineConfiguration } from '../configuration/engine-options';
import { CONNECTION_OPTIONS } from './connection-options';
import { sql } from './sql';
import { isUnanswered, type TimeoutClient } from './timeout-client';

/**
 * SQL files of the hot path by their path in `src`, in alphabetical order. Each connection prepares and plans them before its
 * first use.
 */
export const HOT_STATEMENTS = [
  'assignment/accept-offer.sql',
  'assignment/check-waiting-deliveries.sql',
  'assignment/claim-drivers.sql',
  'assignment/find-eligible-drivers.sql',
  'assignment/find-nearest-drivers.sql',
  'assignment/read-waiting-deliveries.sql',
  'driver-sessions/find-sessions.sql',
  'driver-sessions/read-selves.sql',
  'drivers/delete-message.sql',
  'drivers/read-driver-replies.sql',
  'drivers/record-messages.sql',
  'drivers/record-refusal.sql',
  'drivers/set-driver-status.sql',
  'drivers/store-locations.sql',
  'orders/accept-orders.sql',
  'orders/read-receipts.sql',
  'outbox/acknowledge-events.sql',
  'outbox/take-events.sql',
  'trackers/find-trackers.sql',
] as const;

export type HotStatement = (typeof HOT_STATEMENTS)[number];

/** Connections of the hot path. Most statements are batches, and batches of one kind run in sequence. */
const CONNECTIONS = 6;

/** Average milliseconds between two renewals of the connections. A renewal plans all statements again. */
const RENEW_EVERY_MS = 300_000;

/** Maximum of the random pause after each connection that a renewal opens, in ms. */
const RENEWAL_PAUSE_MS = 1_000;

/**
 * Settings of the connections:
 *
 * - Generic plans, as planning a batch takes longer than running it.
 * - Index scans in the order of the index, as a plan made on an empty table must suit a full one.
 * - No JIT: up to PostgreSQL 17 an unavoidable sequential scan would be compiled at each execution.
 * - A batch waits at most a second for a locked row.
 */
const SETTINGS = [
  'plan_cache_mode=force_generic_plan',
  'enable_seqscan=off',
  'enable_bitmapscan=off',
  'jit=off',
  'lock_timeout=1000',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');

/**
 * Runs the statements of the hot path on connections of their own, which are opened in advance and renewed in the
 * background, so that no order waits for a connection or a plan.
 */
export class StatementRunner {
  private pool: Pool;
  private renewing: Promise<unknown>;
  private timer: NodeJS.Timeout | undefined;
  private readonly closing = new AbortController();

  /** @param renewEveryMs average milliseconds between two renewals */
  constructor(
    private readonly configuration: Pick<EngineConfiguration, 'database'>,
    private readonly renewEveryMs = RENEW_EVERY_MS,
  ) {
    this.pool = this.openPool();
    this.renewing = Promise.allSettled(Array.from({ length: CONNECTIONS }, () => this.open()));
    this.scheduleRenewal();
  }

  /** @returns the rows; @throws the database's error */
  async run<R extends QueryResultRow>(file: HotStatement, values: unknown[]): Promise<R[]> {
    const { pool } = this;
    try {
      const { rows } = await pool.query<R>({ name: file, text: sql(file), values });
      return rows;
    } catch (error) {
      if (isUnanswered(error) && pool === this.pool) {
        // The other connections may be dead too: replaces all of them, so that no other statement runs into the timeout.
        this.pool = this.openPool();
        void retire(pool);
      }
      throw error;
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.timer);
    this.closing.abort();
    await this.renewing;
    await retire(this.pool);
  }

  private async open(): Promise<void> {
    (await this.pool.connect()).release();
  }

  private openPool(): Pool {
    const pool = new Pool({
      ...CONNECTION_OPTIONS,
      connectionString: this.configuration.database.url,
      max: CONNECTIONS,
      idleTimeoutMillis: 0,
      options: SETTINGS,
      // The pool waits for the promise, although the type does not say so.
      onConnect: prepareAll as (client: ClientBase) => void,
    });
    // Errors of idle connections: the pool replaces them, and the next statement reports a persistent problem.
    pool.on('error', () => undefined);
    return pool;
  }

  private scheduleRenewal(): void {
    const jitter = 0.75 + Math.random() / 2;
    this.timer = setTimeout(() => {
      this.renewing = this.renew().finally(() => {
        if (!this.closing.signal.aborted) {
          this.scheduleRenewal();
        }
      });
    }, this.renewEveryMs * jitter).unref();
  }

  /** Never fails: while PostgreSQL is unavailable the connections stay unchanged. */
  private async renew(): Promise<void> {
    const fresh = this.openPool();
    try {
      await this.fill(fresh);
    } catch {
      await retire(fresh);
      return;
    }
    const old = this.pool;
    this.pool = fresh;
    await retire(old);
  }

  /** Opens a pool's connections in sequence. */
  private async fill(pool: Pool): Promise<void> {
    const { signal } = this.closing;
    const clients: PoolClient[] = [];
    try {
      while (clients.length < CONNECTIONS) {
        clients.push(await pool.connect());
        await sleep(Math.random() * RENEWAL_PAUSE_MS, undefined, { signal });
      }
    } finally {
      clients.forEach((client) => client.release());
    }
  }
}

async function prepareAll(client: ClientBase): Promise<void> {
  for (const file of HOT_STATEMENTS) {
    const text = sql(file);
    await client.query(`PREPARE "${file}" AS ${text}; ${explain(file)}`);
    (client as TimeoutClient).notePrepared(file, text);
  }
}

/** SQL that returns the plan of a prepared statement without executing it. The executions use the same plan. */
export function explain(file: HotStatement, options = ''): string {
  const parameters = new Set(sql(file).match(/\$\d+/g)).size;
  const nulls = parameters > 0 ? `(${Array(parameters).fill('NULL').join(', ')})` : '';
  return `EXPLAIN ${options} EXECUTE "${file}" ${nulls}`;
}

/** Closes a pool after its queued statements, which would time out in a closed pool. */
async function retire(pool: Pool): Promise<void> {
  while (pool.waitingCount > 0) {
    await sleep(20);
  }
  await pool.end();
}
