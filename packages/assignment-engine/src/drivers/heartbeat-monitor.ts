import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LISTENS, LOGGER } from '../configuration/tokens';
import { sql } from '../database/sql';
import type { EngineLogger } from '../logging/create-logger';
import { describeError } from '../logging/describe-error';
import { AvailabilityService } from '../redis/availability.service';
import { toAvailability, type DriverAvailabilityRow } from '../redis/driver-availability';
import { LocationBuffer } from './location-buffer';

const EXPIRING_DRIVERS = sql('lapse-drivers.sql');

/**
 * Turns drivers OFFLINE whose heartbeat has lapsed, in PostgreSQL and out of Redis. After a time in which
 * heartbeats could not be heard (the engine has just started, the process was paused, the database was away)
 * everyone is given one time to live to be heard again. An engine that does not listen hears nobody, and judges
 * nobody.
 */
@Injectable()
export class HeartbeatMonitor implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly ttlMs: number;
  private readonly everyMs: number;
  private tickedAt = Date.now();
  private quietUntil = 0;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly availability: AvailabilityService,
    private readonly buffer: LocationBuffer,
    @Inject(LOGGER) private readonly logger: EngineLogger,
    @Inject(LISTENS) private readonly listens: boolean,
    @Inject(ENGINE_CONFIGURATION) configuration: EngineConfiguration,
  ) {
    this.ttlMs = configuration.heartbeat.ttlSeconds * 1000;
    this.everyMs = Math.min(5_000, this.ttlMs / 4);
  }

  onApplicationBootstrap(): void {
    if (!this.listens) {
      return;
    }
    this.keepQuiet();
    this.timer = setInterval(() => this.tick(), this.everyMs);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** Whether a driver without a recent heartbeat is silent, and not merely unheard by an engine that was away. */
  get trusted(): boolean {
    return this.listens && Date.now() >= this.quietUntil;
  }

  private keepQuiet(): void {
    this.quietUntil = Date.now() + this.ttlMs;
  }

  private tick(): void {
    const late = Date.now() - this.tickedAt - this.everyMs;
    this.tickedAt = Date.now();
    if (late > this.ttlMs / 4) {
      this.keepQuiet();
    }
    if (this.running) {
      return;
    }
    this.running = this.lapse()
      .catch((error: unknown) => {
        this.keepQuiet();
        this.logger.warn('Heartbeats could not be checked', { error: describeError(error) });
      })
      .finally(() => (this.running = undefined));
  }

  private async lapse(): Promise<void> {
    await this.buffer.flush();
    if (!this.trusted) {
      return;
    }
    const rows = await this.dataSource.query<DriverAvailabilityRow[]>(EXPIRING_DRIVERS, [this.ttlMs / 1000]);
    await this.availability.publish(rows.map(toAvailability));
    for (const { id } of rows) {
      this.logger.info('Driver went offline: heartbeat expired', { driverId: id });
    }
  }
}
