import type { DriverRecord, Point } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { CacheService, Logger } from '@vendure/core';
import { DRIVER_INTEGRATION_CONFIGURATION, LOG_CONTEXT } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import type { DriverDelivery } from '../delivery/driver-delivery.entity';
import { EngineOperatorService } from '../operator/engine-operator.service';

/** How long one answer of the engine serves all who look at a driver, in ms. */
const SHARED_FOR_MS = 2_000;

/** A driver's place, and when the device measured it. */
export interface LivePosition {
  point: Point;
  at: Date;
}

type Sighting = Pick<DriverRecord, 'deliveryId' | 'point' | 'locationAt'> | null;

/** Where a shopper's goods are: shown between pick-up and drop-off only, and never older than the configuration says. */
@Injectable()
export class LivePositionService {
  constructor(
    private readonly engine: EngineOperatorService,
    private readonly cache: CacheService,
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  /** Never fails: what can't be told is null. */
  async of({ state, driverId, engineDeliveryId }: DriverDelivery): Promise<LivePosition | null> {
    if (state !== 'PICKED_UP' || driverId === null) {
      return null;
    }
    const driver = await this.sighting(driverId);
    // At the door already, though the event is still on its way: where the driver goes from there is nobody's business.
    if (!driver?.point || !driver.locationAt || driver.deliveryId !== engineDeliveryId) {
      return null;
    }
    const at = new Date(driver.locationAt);
    const ageSeconds = Math.abs(Date.now() - at.getTime()) / 1000;
    return ageSeconds <= this.configuration.tracking.positionMaxAgeSeconds
      ? { point: driver.point, at }
      : null;
  }

  private async sighting(driverId: string): Promise<Sighting> {
    const key = `driver-dispatch:position:${driverId}`;
    const known = await this.cache.get<{ driver: Sighting }>(key);
    if (known) {
      return known.driver;
    }
    const driver = await this.ask(driverId);
    await this.cache.set(key, { driver }, { ttl: SHARED_FOR_MS });
    return driver;
  }

  private async ask(driverId: string): Promise<Sighting> {
    try {
      const driver = await this.engine.find((operator) => operator.driver(driverId));
      return driver
        ? { deliveryId: driver.deliveryId, point: driver.point, locationAt: driver.locationAt }
        : null;
    } catch (error) {
      Logger.verbose(`A position can't be shown: ${(error as Error).message}`, LOG_CONTEXT);
      return null;
    }
  }
}
