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

/** Looks again at drivers whom a claim did not get. */
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
   * Tells the index how these drivers really are.
   *
   * @returns those who are free all the same, by id: their rows were only locked, or the index had them elsewhere
   */
  async review(driverIds: readonly string[]): Promise<Map<string, DriverAvailability>> {
    if (driverIds.length === 0) {
      return new Map();
    }
    const rows = await this.dataSource.query<(DriverAvailabilityRow & { free: boolean })[]>(
      `SELECT ${AVAILABILITY_COLUMNS}, status = 'AVAILABLE' AND active AND lat IS NOT NULL
         AND seen_at > now() - make_interval(secs => $2::float8) AS free
       FROM driver_dispatch.drivers WHERE id = ANY ($1)`,
      [driverIds, this.configuration.heartbeat.ttlSeconds],
    );
    if (this.connection.state === 'up') {
      await this.availability.publish(rows.map(toAvailability));
      const known = new Set(rows.map(({ id }) => id));
      // A driver that PostgreSQL does not know is none. Should Redis fail just now, the reconciler does the same.
      await this.redis.forget(driverIds.filter((id) => !known.has(id))).catch(() => undefined);
    }
    return new Map(rows.filter(({ free }) => free).map((row) => [row.id, toAvailability(row)]));
  }
}
