import { Inject, Injectable } from '@nestjs/common';
import { LOGGER } from '../configuration/tokens';
import type { DriverAvailability } from './driver-availability';
import type { EngineLogger } from '../logging/create-logger';
import { MissedWrites } from './missed-writes';
import { RedisConnection, RedisUnavailableError } from './redis-connection';
import { RedisService, type Ping } from './redis.service';

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
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {}

  /** Called after each commit that changed the status of drivers. */
  async publish(drivers: readonly DriverAvailability[]): Promise<void> {
    await this.tolerantly(
      drivers.map(({ id }) => id),
      () => this.redis.applyStatuses(drivers),
    );
  }

  /** @returns the drivers whom Redis could not vouch for: all of them while it does not answer */
  async ping(pings: readonly Ping[]): Promise<string[]> {
    const driverIds = pings.map(({ driverId }) => driverId);
    return (await this.tolerantly(driverIds, () => this.redis.reportLocations(pings))) ?? driverIds;
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
