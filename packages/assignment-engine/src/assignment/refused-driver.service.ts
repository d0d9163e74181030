import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import { AvailabilityService } from '../redis/availability.service';
import {
  AVAILABILITY_COLUMNS,
  toAvailability,
  type DriverAvailability,
  type DriverAvailabilityRow,
} from '../redis/driver-availability';
import { RedisConnection } from '../redis/redis-connection';
import { RedisService } from '../redis/redis.service';

/** Reads drivers again whose claim failed. */
@Injectable()
export class RefusedDriverService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly availability: AvailabilityService,
    private readonly redis: RedisService,
    private readonly connection: RedisConnection,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /**
   * Corrects these drivers in the index.
   *
   * @returns the drivers who are still eligible, by id: their rows were only locked, or the index had a wrong location
   */
  async review(driverIds: readonly string[]): Promise<Map<string, DriverAvailability>> {
    if (driverIds.length === 0) {
      return new Map();
    }
    const rows = await this.dataSource.query<(DriverAvailabilityRow & { eligible: boolean })[]>(
      `SELECT ${AVAILABILITY_COLUMNS}, status = 'AVAILABLE' AND active AND lat IS NOT NULL
         AND seen_at > now() - make_interval(secs => $2::float8) AS eligible
       FROM driver_dispatch.drivers WHERE id = ANY ($1)`,
      [driverIds, this.configuration.heartbeat.ttlSeconds],
    );
    if (this.connection.state === 'up') {
      await this.availability.publish(rows.map(toAvailability));
      const known = new Set(rows.map(({ id }) => id));
      // Removes drivers that are unknown to PostgreSQL. If Redis fails here, the reconciler removes them.
      await this.redis.remove(driverIds.filter((id) => !known.has(id))).catch(() => undefined);
    }
    return new Map(rows.filter(({ eligible }) => eligible).map((row) => [row.id, toAvailability(row)]));
  }
}
