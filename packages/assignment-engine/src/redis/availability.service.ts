import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { NaturalBatches } from '../batching/natural-batches';
import { LOGGER } from '../configuration/tokens';
import {
  AVAILABILITY_COLUMNS,
  toAvailability,
  type DriverAvailability,
  type DriverAvailabilityRow,
} from './driver-availability';
import type { EngineLogger } from '../logging/create-logger';
import { MissedWrites } from './missed-writes';
import { newestPings, type Ping } from './ping';
import { RedisConnection, RedisUnavailableError } from './redis-connection';
import { RedisService, type PingedDrivers } from './redis.service';

/**
 * Tells Redis of what PostgreSQL has decided, and never fails for Redis' sake: what it could not tell is made
 * good by the reconciler once Redis answers again.
 */
@Injectable()
export class AvailabilityService {
  private readonly pings = new NaturalBatches<readonly Ping[], PingedDrivers | undefined>((lists) =>
    this.pingTogether(lists),
  );

  constructor(
    private readonly redis: RedisService,
    private readonly connection: RedisConnection,
    private readonly missed: MissedWrites,
    private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {}

  /**
   * Called after each commit that changed the status of drivers. The statuses are on their way to Redis when this returns,
   * before whatever the caller asks Redis next; the promise resolves with Redis' answer, or its timeout.
   */
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

  /** @returns what Redis knows of these drivers, among others; undefined while it does not answer */
  ping(pings: readonly Ping[]): Promise<PingedDrivers | undefined> {
    return this.pings.add(pings);
  }

  private async pingTogether(lists: (readonly Ping[])[]): Promise<(PingedDrivers | undefined)[]> {
    const pings = newestPings(lists.flat());
    const driverIds = pings.map(({ driverId }) => driverId);
    const pinged = await this.tolerantly(driverIds, () => this.redis.reportLocations(pings));
    return lists.map(() => pinged);
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
