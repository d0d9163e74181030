import { setTimeout as sleep } from 'node:timers/promises';
import { Pool, type ClientBase, type PoolClient, type QueryResultRow } from 'pg';
import type { EngineConfiguration } from '../configuration/engine-options';
import { CONNECTION_OPTIONS } from './connection-options';
import { isUnanswered, type TimeoutClient } from './timeout-client';
import { sql } from './sql';

/** Files of the folder `sql` that the hot path runs. Each connection prepares and plans them before its first use. */
export const HOT_STATEMENTS = [
  'accept-orders.sql',
  'acknowledge-events.sql',
  'any-waiting.sql',
  'claim-drivers.sql',
  'find-nearest-drivers.sql',
  'forget-message.sql',
  'read-driver-replies.sql',
  'read-receipts.sql',
  'read-waiting-deliveries.sql',
  'refuse-message.sql',
  'remember-messages.sql',
  'set-driver-status.sql',
  'store-locations.sql',
  'take-events.sql',
] as const;

export type HotStatement = (typeof HOT_STATEMENTS)[number];

/** Connections of the hot path. Most statements are batches, and the batches of one kind run one after the other. */
const CONNECTIONS = 6;

/**
 * Milliseconds between two renewals of the connections, on average. A renewal makes every plan again from what the
 * tables hold then.
 */
const RENEW_EVERY_MS = 300_000;

/** A renewal opens one connection after the other, with a random pause of at most so many ms between two. */
const RENEWAL_PAUSE_MS = 1_000;

/**
 * PostgreSQL plans each statement once for any values: planning a batch takes longer than running it. Every statement
 * finds its rows by an index, in the index's order: a plan that was made while a table was empty must serve when it is
 * full. Up to PostgreSQL 17 a scan that can't be avoided would else be compiled at each execution. A batch waits at most a
 * second for a locked row.
 */
const SETTINGS = [
  'plan_cache_mode=force_generic_plan', 'enable_seqscan=off', 'enable_bitmapscan=off', 'jit=off',
  'lock_timeout=1000',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');

/**
 * Runs the hot path's statements on connections of their own, all open before they are needed. Fresh connections replace
 * them from time to time, in the background: no order waits for a connection or for a plan.
 */
export class StatementRunner {
  private pool: Pool;
  private renewing: Promise<unknown>;
  private timer: NodeJS.Timeout | undefined;
  private readonly closing = new AbortController();

  /** @param renewEveryMs milliseconds between two renewals, on average */
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
        // The other connections may be as dead as this one: no further statement waits to find that out.
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
      // The pool waits for it, whatever its type says.
      onConnect: prepareAll as (client: ClientBase) => void,
    });
    // Errors of idle connections: the pool replaces them, and the next statement reports what is wrong.
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

  /** Never fails: while PostgreSQL is away the connections stay as they are. */
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

  /** Opens a pool's connections, one after the other. */
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

/** Prepares and plans each hot statement. */
async function prepareAll(client: ClientBase): Promise<void> {
  for (const file of HOT_STATEMENTS) {
    const text = sql(file);
    await client.query(`PREPARE "${file}" AS ${text}; ${explain(file)}`);
    (client as TimeoutClient).notePrepared(file, text);
  }
}

/** SQL that makes the plan of a prepared statement, which its executions use too, and returns it. Executes nothing. */
export function explain(file: HotStatement, options = ''): string {
  const parameters = new Set(sql(file).match(/\$\d+/g)).size;
  const nulls = parameters > 0 ? `(${Array(parameters).fill('NULL').join(', ')})` : '';
  return `EXPLAIN ${options} EXECUTE "${file}" ${nulls}`;
}

/** Closes a pool after its waiting statements: an ended pool lets them time out. */
async function retire(pool: Pool): Promise<void> {
  while (pool.waitingCount > 0) {
    await sleep(20);
  }
  await pool.end();
}
