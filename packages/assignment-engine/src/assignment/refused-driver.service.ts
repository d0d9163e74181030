import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AvailabilityService } from '../redis/availability.service';
import {
  AVAILABILITY_COLUMNS,
  toAvailability,
  type DriverAvailabilityRow,
} from '../redis/driver-availability';
import { RedisConnection } from '../redis/redis-connection';
import { RedisService } from '../redis/redis.service';

/** Corrects the index where PostgreSQL refused a driver that the index had offered. */
@Injectable()
export class RefusedDriverService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly availability: AvailabilityService,
    private readonly redis: RedisService,
    private readonly connection: RedisConnection,
  ) {}

  async tellIndex(driverIds: readonly string[]): Promise<void> {
    if (driverIds.length === 0 || this.connection.state !== 'up') {
      return;
    }
    const rows = await this.dataSource.query<DriverAvailabilityRow[]>(
      `SELECT ${AVAILABILITY_COLUMNS} FROM driver_dispatch.drivers WHERE id = ANY ($1)`,
      [driverIds],
    );
    await this.availability.publish(rows.map(toAvailability));
    const known = new Set(rows.map(({ id }) => id));
    // A driver that PostgreSQL does not know is none. Should Redis fail just now, the reconciler does the same.
    await this.redis.forget(driverIds.filter((id) => !known.has(id))).catch(() => undefined);
  }
}
