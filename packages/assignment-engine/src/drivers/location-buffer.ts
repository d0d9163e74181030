import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { WaitingDeliveriesService } from '../assignment/waiting-deliveries.service';
import { LOGGER } from '../configuration/tokens';
import { StatementRunner } from '../database/statement-runner';
import type { EngineLogger } from '../logging/create-logger';
import { describeError } from '../logging/describe-error';
import { AvailabilityService } from '../redis/availability.service';
import { joinPings, type Ping } from '../redis/ping';

/** How long a location may wait for others before it is written, in ms. */
const FLUSH_AFTER_MS = 200;

/** How many drivers one statement writes: their rows are locked for some milliseconds, and claims pass over them. */
const BATCH = 500;

/** A sign of life that is to be stored. */
export interface HeardPing extends Ping {
  /** Whether the availability index had the driver as AVAILABLE; undefined where it could not tell. */
  offered: boolean | undefined;
}

/**
 * Locations on their way to PostgreSQL, the newest of each driver. A process that dies takes at most the last
 * moment's locations along, which the next pings make good; nothing else ever waits here. Who turns out to stand
 * otherwise in PostgreSQL than in the index is told of there: an engine that died between the two has left that.
 */
@Injectable()
export class LocationBuffer implements OnApplicationShutdown {
  private pending = new Map<string, HeardPing>();
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<void> | undefined;
  private readonly followingUp = new Set<Promise<void>>();

  constructor(
    private readonly statements: StatementRunner,
    private readonly waiting: WaitingDeliveriesService,
    private readonly availability: AvailabilityService,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {}

  add(pings: readonly HeardPing[]): void {
    for (const ping of pings) {
      this.pending.set(ping.driverId, joinPings(this.pending.get(ping.driverId), ping));
    }
    this.schedule();
  }

  /**
   * Writes what waits now.
   *
   * @throws the database's error; what could not be written waits on
   */
  async flush(): Promise<void> {
    await this.flushing;
    while (this.pending.size > 0) {
      this.flushing = this.writeBatch();
      try {
        await this.flushing;
      } finally {
        this.flushing = undefined;
      }
    }
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    await this.flush().catch((error: unknown) => this.noteFailure(error));
    await Promise.all(this.followingUp);
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => {
      this.flush()
        .catch((error: unknown) => this.noteFailure(error))
        .finally(() => {
          this.timer = undefined;
          if (this.pending.size > 0) {
            this.schedule();
          }
        });
    }, FLUSH_AFTER_MS);
  }

  private async writeBatch(): Promise<void> {
    const batch = this.takeBatch();
    let stored: { id: string; moved: boolean; misindexed: boolean }[];
    try {
      stored = await this.statements.run<(typeof stored)[number]>('store-locations.sql', [
        batch.map(({ driverId }) => driverId),
        batch.map(({ location }) => location?.point.lat ?? null),
        batch.map(({ location }) => location?.point.lon ?? null),
        batch.map(({ location }) => location?.recordedAt.getTime() ?? null),
        batch.map(({ offered }) => offered ?? null),
        batch.map(({ heartbeat }) => heartbeat),
      ]);
    } catch (error) {
      for (const ping of batch) {
        const later = this.pending.get(ping.driverId);
        this.pending.set(ping.driverId, later ? joinPings(ping, later) : ping);
      }
      throw error;
    }
    this.followUp(
      stored.filter(({ moved }) => moved).map(({ id }) => id),
      stored.filter(({ misindexed }) => misindexed).map(({ id }) => id),
    );
  }

  /** Those who have waited longest. */
  private takeBatch(): HeardPing[] {
    const batch: HeardPing[] = [];
    for (const ping of this.pending.values()) {
      if (batch.push(ping) === BATCH) {
        break;
      }
    }
    batch.forEach(({ driverId }) => this.pending.delete(driverId));
    return batch;
  }

  /**
   * Beside the writing, which must not wait for it; what is missed here, the sweeper and the comparison of the index
   * make good.
   */
  private followUp(moved: string[], misindexed: string[]): void {
    const work = Promise.all([this.waiting.matchMoved(moved), this.correct(misindexed)]);
    const done: Promise<void> = work.then(() => void this.followingUp.delete(done));
    this.followingUp.add(done);
  }

  private async correct(driverIds: string[]): Promise<void> {
    if (driverIds.length > 0) {
      await this.availability.refresh(driverIds).catch((error: unknown) => {
        this.logger.debug('The index was not corrected yet', { error: describeError(error) });
      });
    }
  }

  private noteFailure(error: unknown): void {
    this.logger.warn('Locations could not be stored yet', {
      drivers: this.pending.size,
      error: describeError(error),
    });
  }
}
