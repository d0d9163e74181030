import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LOGGER } from '../configuration/tokens';
import {
  AVAILABILITY_COLUMNS,
  toAvailability,
  type DriverAvailability,
  type DriverAvailabilityRow,
} from './driver-availability';
import type { EngineLogger } from '../logging/create-logger';
import { MissedWrites } from './missed-writes';
import { RedisConnection, RedisUnavailableError } from './redis-connection';
import { RedisService, type Ping, type PingedDrivers } from './redis.service';

/**
 * Tells Redis of what PostgreSQL has decided, and never fails for Redis' sake: what it could not tell is made
 * good by the reconciler once Redis answers again.
 */
@Injectable()
export class AvailabilityService {
  constructor(
    private readonly redis: RedisService,
    private readonly connection: RedisConnection,
    private readonly missed: MissedWrites,
    private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {}

  /** Called after each commit that changed the status of drivers. */
  async publish(drivers: readonly DriverAvailability[]): Promise<void> {
    await this.tolerantly(
      drivers.map(({ id }) => id),
      () => this.redis.applyStatuses(drivers),
    );
  }

  /**
   * Tells Redis how drivers stand in PostgreSQL.
   *
   * @returns those of them who are registered
   */
  async refresh(driverIds: readonly string[]): Promise<string[]> {
    const rows = await this.dataSource.query<DriverAvailabilityRow[]>(
      `SELECT ${AVAILABILITY_COLUMNS} FROM driver_dispatch.drivers WHERE id = ANY ($1) AND active`,
      [driverIds],
    );
    await this.publish(rows.map(toAvailability));
    return rows.map(({ id }) => id);
  }

  /** @returns what Redis knows of the drivers; undefined while it does not answer */
  async ping(pings: readonly Ping[]): Promise<PingedDrivers | undefined> {
    const driverIds = pings.map(({ driverId }) => driverId);
    return this.tolerantly(driverIds, () => this.redis.reportLocations(pings));
  }

  private async tolerantly<T>(driverIds: string[], work: () => Promise<T>): Promise<T | undefined> {
    if (!this.connection.enabled) {
      return undefined;
    }
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RedisUnavailableError)) {
        throw error;
      }
      this.missed.add(driverIds);
      this.logger.debug('Redis was not told');
      return undefined;
    }
  }
}
