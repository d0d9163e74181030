import { NaturalBatches, type DriverRecord, type Point } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { CacheService, Instrument, Logger } from '@vendure/core';
import { DRIVER_INTEGRATION_CONFIGURATION, LOG_CONTEXT } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import type { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { EngineOperatorService } from '../engine/engine-operator.service';

/** How long the location of a driver is cached, in ms. */
const CACHE_TTL_MS = 2_000;

/** Maximum number of drivers in a request to the engine. */
const MAX_DRIVERS = 100;

/** Location of a driver. `at`: when the device measured it. */
export interface LiveLocation {
  point: Point;
  at: Date;
}

type LocatedDriver = Pick<DriverRecord, 'deliveryId' | 'point' | 'locationAt'> | null;

/** Returns the location of a driver between pickup and drop-off, at most `locationMaxAgeSeconds` old. */
@Injectable()
@Instrument()
export class LiveLocationService {
  /** Lists read the drivers of all their deliveries in one request. */
  private readonly lookups = new NaturalBatches<string, DriverRecord | undefined>(
    (driverIds) => this.findDrivers(driverIds),
    { maxItems: MAX_DRIVERS },
  );

  constructor(
    private readonly engine: EngineOperatorService,
    private readonly cache: CacheService,
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  /** Returns null if the location is unknown or must not be shown. Does not throw. */
  async of({ state, driverId, engineDeliveryId }: DriverDelivery): Promise<LiveLocation | null> {
    if (state !== 'PICKED_UP' || driverId === null) {
      return null;
    }
    const driver = await this.cachedDriver(driverId);
    // The delivery has ended in the engine, but the event has not arrived yet: the location must not be shown any more.
    if (!driver?.point || !driver.locationAt || driver.deliveryId !== engineDeliveryId) {
      return null;
    }
    const at = new Date(driver.locationAt);
    const ageSeconds = Math.abs(Date.now() - at.getTime()) / 1000;
    return ageSeconds <= this.configuration.tracking.locationMaxAgeSeconds
      ? { point: driver.point, at }
      : null;
  }

  private async cachedDriver(driverId: string): Promise<LocatedDriver> {
    const key = `driver-dispatch:location:${driverId}`;
    const known = await this.cache.get<{ driver: LocatedDriver }>(key);
    if (known) {
      return known.driver;
    }
    const driver = await this.loadDriver(driverId);
    await this.cache.set(key, { driver }, { ttl: CACHE_TTL_MS });
    return driver;
  }

  private async loadDriver(driverId: string): Promise<LocatedDriver> {
    try {
      const driver = await this.lookups.add(driverId);
      return driver
        ? { deliveryId: driver.deliveryId, point: driver.point, locationAt: driver.locationAt }
        : null;
    } catch (error) {
      Logger.verbose(`Driver location unavailable: ${(error as Error).message}`, LOG_CONTEXT);
      return null;
    }
  }

  private async findDrivers(driverIds: string[]): Promise<(DriverRecord | undefined)[]> {
    const filter = { field: 'id', operator: 'in', value: driverIds } as const;
    const { drivers } = await this.engine.call((operator) =>
      operator.findDrivers({ filter, take: MAX_DRIVERS }),
    );
    return driverIds.map((driverId) => drivers.find(({ id }) => id === driverId));
  }
}
