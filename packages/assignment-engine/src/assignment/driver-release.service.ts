import type { DriverStatusReason, Point } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import { sql } from '../database/sql';
import { AvailabilityService } from '../redis/availability.service';
import {
  toAvailability,
  type DriverAvailability,
  type DriverAvailabilityRow,
} from '../redis/driver-availability';
import { WaitingDeliveriesService } from './waiting-deliveries.service';

const RELEASE_DRIVER = sql('assignment/release-driver.sql');

export interface DriverRelease {
  reason: DriverStatusReason;
  /** Whether the driver reports the end of the delivery, which counts as a heartbeat. */
  byDriver?: boolean;
  /** The driver's location, if known. */
  point?: Point;
  /** Whether the driver's shift ends. */
  endShift?: boolean;
  /** When the app signed the report. */
  signedAt?: Date;
}

/** Releases the driver of a delivery that has ended or is reassigned. */
@Injectable()
export class DriverReleaseService {
  constructor(
    private readonly availability: AvailabilityService,
    private readonly waiting: WaitingDeliveriesService,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /**
   * Releases the driver in the caller's transaction. {@link publish} must be called after its commit.
   *
   * @returns the released driver; nothing if the delivery has no active assignment
   */
  async release(
    manager: EntityManager,
    deliveryId: string,
    { reason, byDriver = false, point, endShift = false, signedAt }: DriverRelease,
  ): Promise<DriverAvailability[]> {
    const rows = await manager.query<DriverAvailabilityRow[]>(RELEASE_DRIVER, [
      deliveryId,
      this.configuration.heartbeat.ttlSeconds,
      point?.lat ?? null,
      point?.lon ?? null,
      endShift,
      byDriver,
      reason,
      signedAt ?? null,
    ]);
    return rows.map(toAvailability);
  }

  /**
   * Updates the index and matches the AVAILABLE ones of the drivers with waiting deliveries. The sweeper makes up for any
   * failure here.
   */
  async publish(drivers: readonly DriverAvailability[]): Promise<void> {
    await this.availability.publish(drivers);
    const available = drivers.filter(({ status }) => status === 'AVAILABLE');
    await this.waiting.matchAvailable(available.map(({ id }) => id));
  }
}
