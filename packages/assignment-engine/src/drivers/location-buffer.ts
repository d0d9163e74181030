import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { WaitingDeliveriesService } from '../assignment/waiting-deliveries.service';
import { LOGGER } from '../configuration/tokens';
import { StatementRunner } from '../database/statement-runner';
import type { EngineLogger } from '../observability/create-logger';
import { describeError } from '../observability/describe-error';
import { AvailabilityService } from '../redis/availability.service';
import { joinPings, type Ping } from '../redis/ping';

/** Milliseconds that a location waits before it is written. */
const FLUSH_AFTER_MS = 200;

/** Drivers per statement. Their rows are locked for some milliseconds, during which claims skip them. */
const BATCH = 500;

/** A ping to be stored. */
export interface BufferedPing extends Ping {
  /** Whether the driver is AVAILABLE in the availability index; undefined if unknown. */
  indexedAvailable: boolean | undefined;
}

/**
 * Buffers pings for PostgreSQL, one joined ping per driver. If the process dies, at most the pings of the last moment are
 * lost, and the next pings replace them. Also corrects index entries that differ from PostgreSQL, such as after a crash
 * between the two writes.
 */
@Injectable()
export class LocationBuffer implements OnApplicationShutdown {
  private pending = new Map<string, BufferedPing>();
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<void> | undefined;
  private readonly followingUp = new Set<Promise<void>>();

  constructor(
    private readonly statements: StatementRunner,
    private readonly waiting: WaitingDeliveriesService,
    private readonly availability: AvailabilityService,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {}

  add(pings: readonly BufferedPing[]): void {
    for (const ping of pings) {
      this.pending.set(ping.driverId, joinPings(this.pending.get(ping.driverId), ping));
    }
    this.schedule();
  }

  /**
   * Writes all pending pings.
   *
   * @throws the database's error; pings that could not be written stay pending
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
      stored = await this.statements.run<(typeof stored)[number]>('drivers/store-locations.sql', [
        batch.map(({ driverId }) => driverId),
        batch.map(({ location }) => location?.point.lat ?? null),
        batch.map(({ location }) => location?.point.lon ?? null),
        batch.map(({ location }) => location?.recordedAt.getTime() ?? null),
        batch.map(({ indexedAvailable }) => indexedAvailable ?? null),
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

  /** Removes and returns the oldest pending pings. */
  private takeBatch(): BufferedPing[] {
    const batch: BufferedPing[] = [];
    for (const ping of this.pending.values()) {
      if (batch.push(ping) === BATCH) {
        break;
      }
    }
    batch.forEach(({ driverId }) => this.pending.delete(driverId));
    return batch;
  }

  /** Runs in the background, so that writing does not wait for it. The sweeper and the reconciler make up for failures. */
  private followUp(moved: string[], misindexed: string[]): void {
    const work = Promise.all([this.waiting.matchMoved(moved), this.correct(misindexed)]);
    const done: Promise<void> = work.then(() => void this.followingUp.delete(done));
    this.followingUp.add(done);
  }

  private async correct(driverIds: string[]): Promise<void> {
    if (driverIds.length > 0) {
      await this.availability.refresh(driverIds).catch((error: unknown) => {
        this.logger.debug('Availability index correction failed', { error: describeError(error) });
      });
    }
  }

  private noteFailure(error: unknown): void {
    this.logger.warn('Locations could not be stored, retrying', {
      drivers: this.pending.size,
      error: describeError(error),
    });
  }
}
