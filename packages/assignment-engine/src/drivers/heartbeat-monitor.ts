import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LISTENS, LOGGER } from '../configuration/tokens';
import { PeriodicTask } from '../database/periodic-task';
import { sql } from '../database/sql';
import type { EngineLogger } from '../observability/create-logger';
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
export class HeartbeatMonitor extends PeriodicTask {
  private readonly ttlMs: number;
  private tickedAt = Date.now();
  private graceUntil = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly availability: AvailabilityService,
    private readonly buffer: LocationBuffer,
    @Inject(LOGGER) logger: EngineLogger,
    @Inject(LISTENS) private readonly listens: boolean,
    @Inject(ENGINE_CONFIGURATION) configuration: EngineConfiguration,
  ) {
    const ttlMs = configuration.heartbeat.ttlSeconds * 1000;
    super(logger, Math.min(5_000, ttlMs / 4), 'Heartbeat check failed');
    this.ttlMs = ttlMs;
  }

  override onApplicationBootstrap(): void {
    if (!this.listens) {
      return;
    }
    this.startGracePeriod();
    super.onApplicationBootstrap();
  }

  /** Whether this engine has received heartbeats long enough, so that a driver without a recent one is silent. */
  get reliable(): boolean {
    return this.listens && Date.now() >= this.graceUntil;
  }

  private startGracePeriod(): void {
    this.graceUntil = Date.now() + this.ttlMs;
  }

  protected override tick(): void {
    const late = Date.now() - this.tickedAt - this.everyMs;
    this.tickedAt = Date.now();
    if (late > this.ttlMs / 4) {
      this.startGracePeriod();
    }
    super.tick();
  }

  protected override onError(error: unknown): void {
    this.startGracePeriod();
    super.onError(error);
  }

  protected async run(): Promise<void> {
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
