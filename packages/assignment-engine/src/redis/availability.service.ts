import { NaturalBatches } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LOGGER } from '../configuration/tokens';
import type { EngineLogger } from '../observability/create-logger';
import {
  AVAILABILITY_COLUMNS,
  toAvailability,
  type DriverAvailability,
  type DriverAvailabilityRow,
} from './driver-availability';
import { MissedWrites } from './missed-writes';
import { newestPings, type Ping } from './ping';
import { RedisConnection, RedisUnavailableError } from './redis-connection';
import { RedisService, type PingedDrivers } from './redis.service';

/**
 * Writes changes committed in PostgreSQL to the availability index. Never fails because of Redis: the reconciler repeats
 * missed writes once Redis is available again.
 */
@Injectable()
export class AvailabilityService {
  private readonly pings = new NaturalBatches<readonly Ping[], PingedDrivers | undefined>((lists) =>
    this.pingBatch(lists),
  );

  constructor(
    private readonly redis: RedisService,
    private readonly connection: RedisConnection,
    private readonly missed: MissedWrites,
    private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {}

  /** Called with the ids of the drivers whose committed status is published. Must not throw. */
  onStatuses: (driverIds: string[]) => void = () => undefined;

  /**
   * Must be called after each commit that changes the status of drivers. Sends the statuses to Redis before it returns, so
   * that later commands of the caller see them. The promise resolves with the reply of Redis, or after the timeout.
   */
  async publish(drivers: readonly DriverAvailability[]): Promise<void> {
    const driverIds = drivers.map(({ id }) => id);
    this.onStatuses(driverIds);
    await this.toleratingOutages(driverIds, () => this.redis.applyStatuses(drivers));
  }

  /**
   * Copies drivers from PostgreSQL to the index.
   *
   * @returns ids of the drivers that exist and are active
   */
  async refresh(driverIds: readonly string[]): Promise<string[]> {
    const rows = await this.dataSource.query<DriverAvailabilityRow[]>(
      `SELECT ${AVAILABILITY_COLUMNS} FROM driver_dispatch.drivers WHERE id = ANY ($1) AND active`,
      [driverIds],
    );
    await this.publish(rows.map(toAvailability));
    return rows.map(({ id }) => id);
  }

  /** @returns which drivers of the whole batch are unknown or unavailable; undefined while Redis is unavailable */
  ping(pings: readonly Ping[]): Promise<PingedDrivers | undefined> {
    return this.pings.add(pings);
  }

  private async pingBatch(lists: (readonly Ping[])[]): Promise<(PingedDrivers | undefined)[]> {
    const pings = newestPings(lists.flat());
    const driverIds = pings.map(({ driverId }) => driverId);
    const pinged = await this.toleratingOutages(driverIds, () => this.redis.reportLocations(pings));
    return lists.map(() => pinged);
  }

  private async toleratingOutages<T>(driverIds: string[], work: () => Promise<T>): Promise<T | undefined> {
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
      this.logger.debug('Redis write failed', { drivers: driverIds.length });
      return undefined;
    }
  }
}
