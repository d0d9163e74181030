import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LISTENS, LOGGER } from '../configuration/tokens';
import { sql } from '../database/sql';
import type { EngineLogger } from '../observability/create-logger';
import { describeError } from '../observability/describe-error';
import { AvailabilityService } from '../redis/availability.service';
import { toAvailability, type DriverAvailabilityRow } from '../redis/driver-availability';
import { LocationBuffer } from './location-buffer';

const EXPIRE_HEARTBEATS = sql('drivers/expire-heartbeats.sql');

/**
 * Sets drivers OFFLINE whose heartbeat has expired, in PostgreSQL and Redis. After a time without reception of heartbeats
 * (start of the engine, paused process, database outage) drivers have a grace period of one time to live. An engine that
 * does not listen for requests receives no heartbeats and expires none.
 */
@Injectable()
export class HeartbeatMonitor implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly ttlMs: number;
  private readonly everyMs: number;
  private tickedAt = Date.now();
  private graceUntil = 0;
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
    this.startGracePeriod();
    this.timer = setInterval(() => this.tick(), this.everyMs);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** Whether this engine has received heartbeats long enough, so that a driver without a recent one is silent. */
  get reliable(): boolean {
    return this.listens && Date.now() >= this.graceUntil;
  }

  private startGracePeriod(): void {
    this.graceUntil = Date.now() + this.ttlMs;
  }

  private tick(): void {
    const late = Date.now() - this.tickedAt - this.everyMs;
    this.tickedAt = Date.now();
    if (late > this.ttlMs / 4) {
      this.startGracePeriod();
    }
    if (this.running) {
      return;
    }
    this.running = this.expire()
      .catch((error: unknown) => {
        this.startGracePeriod();
        this.logger.warn('Heartbeat check failed', { error: describeError(error) });
      })
      .finally(() => (this.running = undefined));
  }

  private async expire(): Promise<void> {
    await this.buffer.flush();
    if (!this.reliable) {
      return;
    }
    const rows = await this.dataSource.query<DriverAvailabilityRow[]>(EXPIRE_HEARTBEATS, [this.ttlMs / 1000]);
    await this.availability.publish(rows.map(toAvailability));
    for (const { id } of rows) {
      this.logger.info('Heartbeat expired, driver set offline', { driverId: id });
    }
  }
}
