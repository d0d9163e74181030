import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { run, type Runner, type TaskList } from 'graphile-worker';
import { Pool, type PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import { CONNECTION_OPTIONS } from '../database/connection-options';
import type { ImpatientClient } from '../database/impatient-client';
import { JOB_SCHEMA } from '../database/job-schema';
import { queueLogger } from '../database/queue-logger';
import { sql } from '../database/sql';
import type { EngineLogger } from '../logging/create-logger';
import { describeError } from '../logging/describe-error';
import { AlertsService } from './alerts.service';
import { EventRelay } from './event-relay';
import { JOBS_AT_A_TIME, RelaysUnderWay } from './relays-under-way';

const WAKE_FORGOTTEN = sql('wake-forgotten-relays.sql');

/** Jobs that are taken from the queue together. */
const TAKEN_TOGETHER = 64;

/** How long a job's end waits for those of others to be noted with them, in ms. */
const GATHER_MS = 20;

/** How long a worker waits for a connection, and the shutdown for the workers, in ms. */
const PATIENCE_MS = 12_000;

/** How often overdue events are looked for, in ms, and how overdue they must be, in seconds. */
const SWEEP_EVERY_MS = 5_000;
const OVERDUE_SECONDS = 5;

/** How many overdue events a sweep looks at: the next one goes on behind them. */
export const SWEPT_AT_A_TIME = 2_000;

/** After so many sweeps in a row that had to wake something, and saw no job begin, the queue is taken for stuck. */
const SWEEPS_UNTIL_STUCK = 2;

/** How long to wait before the queue is started anew after it stopped, in ms. */
const RESTART_AFTER_MS = 1_000;

interface Sweep {
  /** Deliveries whose relay was woken. */
  woken: number;
  /** The last event that was looked at; nulls when none is left behind it. */
  nextRelayAt: string | null;
  deliveryId: string | null;
  sequence: number | null;
}

/** Keeps the job queue running, and wakes the events of a process that died with them in hand. */
@Injectable()
export class RelayWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private runner: Runner | undefined;
  private supervising: Promise<void> | undefined;
  private sweeping: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopping = false;
  /** Ends the wait for the queue under way, whose connections are cut then. */
  private abandon: (() => void) | undefined;
  private abandoned: Promise<void> | undefined;
  private sweepsInVain = 0;
  /** The overdue event that the next sweep begins behind: when it is due, its delivery and sequence; NULLs for none. */
  private sweptUntil: [string | null, string | null, number | null] = [null, null, null];
  /** Jobs begun since the last sweep. */
  private begun = 0;

  constructor(
    private readonly relay: EventRelay,
    private readonly underWay: RelaysUnderWay,
    private readonly alerts: AlertsService,
    private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: EngineLogger,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /** False when this process should be telling Vendure of events, and is not. */
  get inOrder(): boolean {
    return this.runner !== undefined || !this.configuration.relay.enabled;
  }

  onApplicationBootstrap(): void {
    if (!this.configuration.relay.enabled) {
      return;
    }
    this.supervising = this.supervise();
    this.timer = setInterval(() => this.sweep(), SWEEP_EVERY_MS);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    const { runner } = this;
    // A queue that hangs on a dead connection would never stop by itself.
    const overdue = setTimeout(() => this.abandon?.(), PATIENCE_MS);
    await Promise.race([runner?.stop().catch(() => undefined), this.abandoned]);
    await Promise.all([this.supervising, this.sweeping]);
    await Promise.race([this.underWay.ended(), this.abandoned]);
    clearTimeout(overdue);
  }

  private async supervise(): Promise<void> {
    while (!this.stopping) {
      const { pool, cut } = this.openPool();
      this.abandoned = new Promise((resolve) => {
        this.abandon = () => {
          cut();
          resolve();
        };
      });
      try {
        this.runner = await this.start(pool);
        if (this.stopping) {
          // The shutdown began while the queue was starting, and found nothing to stop.
          await this.runner.stop();
        }
        await Promise.race([this.runner.promise, this.abandoned]);
      } catch (error) {
        this.logger.warn('The job queue stopped and is started again', { error: describeError(error) });
      } finally {
        this.runner?.promise.catch(() => undefined);
        this.runner?.stop().catch(() => undefined);
        this.runner = undefined;
        await closePool(pool);
      }
      if (!this.stopping) {
        await sleep(RESTART_AFTER_MS);
      }
    }
  }

  /**
   * The queue's connections. A pool that the queue makes for itself loses its error handler before its last
   * connection is closed: a PostgreSQL that ends at that moment would take the process along.
   */
  private openPool(): { pool: Pool; cut: () => void } {
    const pool = new Pool({
      ...CONNECTION_OPTIONS,
      connectionString: this.configuration.database.url,
      // A worker may wait for its turn, which counts as connecting.
      connectionTimeoutMillis: PATIENCE_MS,
      // One listens for new jobs; the others are opened as they are needed, few as jobs are taken and ended together.
      max: JOBS_AT_A_TIME,
      // What a crash of PostgreSQL forgets of a job's end is looked at once more, and nothing is found to do.
      options: '-c synchronous_commit=off',
    });
    const clients = new Set<PoolClient>();
    pool.on('error', () => undefined);
    pool.on('connect', (client) => {
      client.on('error', () => undefined);
      clients.add(client);
    });
    pool.on('remove', (client) => clients.delete(client));
    const cut = () => clients.forEach((client) => (client as unknown as ImpatientClient).cut());
    return { pool, cut };
  }

  private start(pool: Pool): Promise<Runner> {
    const taskList: TaskList = {
      relay_delivery: (payload) => this.work((payload as { deliveryId: string }).deliveryId),
    };
    return run({
      pgPool: pool,
      schema: JOB_SCHEMA,
      taskList,
      concurrency: JOBS_AT_A_TIME,
      pollInterval: 1_000,
      noHandleSignals: true,
      logger: queueLogger(this.logger),
      // In batches a failure to note a job's end stops the queue, and we start it anew; one by one it would be
      // nobody's to catch.
      preset: {
        worker: {
          localQueue: { size: TAKEN_TOGETHER },
          completeJobBatchDelay: GATHER_MS,
          failJobBatchDelay: GATHER_MS,
        },
      },
    });
  }

  private async work(deliveryId: string): Promise<void> {
    this.begun++;
    await this.underWay.keepPlace(this.relay.relay(deliveryId), (error) => {
      // The next sweep finds what is overdue.
      this.logger.warn('A relay failed', { deliveryId, error: describeError(error) });
    });
  }

  private sweep(): void {
    this.sweeping ??= this.wakeForgotten()
      .then(() => this.alerts.settle())
      .catch((error: unknown) => {
        this.logger.warn('Overdue events could not be looked for', { error: describeError(error) });
      })
      .finally(() => (this.sweeping = undefined));
  }

  private async wakeForgotten(): Promise<void> {
    const [{ woken, nextRelayAt, deliveryId, sequence }] = await this.dataSource.query<[Sweep]>(
      WAKE_FORGOTTEN,
      [...[OVERDUE_SECONDS, ...this.sweptUntil, SWEPT_AT_A_TIME]],
    );
    this.sweptUntil = [nextRelayAt, deliveryId, sequence];
    if (woken > 0) {
      this.logger.warn('Overdue events are taken up again', { deliveries: woken });
    }
    const stands = this.begun === 0 && !this.underWay.full;
    this.begun = 0;
    // One that saw nothing but events behind dead letters, and not the end yet, says nothing of the queue.
    const saysNothing = woken === 0 && deliveryId !== null;
    if (!(stands && saysNothing)) {
      this.sweepsInVain = woken > 0 && stands ? this.sweepsInVain + 1 : 0;
    }
    if (this.sweepsInVain >= SWEEPS_UNTIL_STUCK) {
      this.logger.warn('The job queue does not work and is started anew');
      this.sweepsInVain = 0;
      this.abandon?.();
    }
  }
}

/**
 * Not before the queue's last requests for a connection were served: an ended pool leaves them to time out, and
 * nobody is there to hear of it by then.
 */
async function closePool(pool: Pool): Promise<void> {
  do {
    await sleep(20);
  } while (pool.waitingCount > 0);
  await pool.end().catch(() => undefined);
}
