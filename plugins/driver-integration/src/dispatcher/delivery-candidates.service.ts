import {
  greatCircleDistance,
  unmetRequirement,
  type DriverUnavailableReason,
} from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { Instrument, type ID, type RequestContext } from '@vendure/core';
import { DRIVER_INTEGRATION_CONFIGURATION } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { ChannelScopeService } from '../deliveries/channel-scope.service';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { DriverDeliveryService } from '../deliveries/driver-delivery.service';
import { DriverAdminService, type Driver } from './driver-admin.service';

/** Maximum number of drivers who can be assigned, and of those who can't. */
const MAX_CANDIDATES = 100;

/** Number of nearest drivers with an ETA. */
const MAX_ETAS = 20;

/** A driver for a manual assignment. */
export interface DeliveryCandidate {
  driver: Driver;
  /** Driver to pickup, in metres; null if a location is unknown. */
  distanceMetres: number | null;
  /** ETA at the drop-off if the driver is assigned now; null if it is unknown, and for all but the nearest drivers. */
  eta: Date | null;
  /** Null if the driver can be assigned. */
  unavailableReason: DriverUnavailableReason | null;
}

/** Lists the drivers for the manual assignment of a delivery. */
@Injectable()
@Instrument()
export class DeliveryCandidatesService {
  constructor(
    private readonly deliveries: DriverDeliveryService,
    private readonly drivers: DriverAdminService,
    private readonly scope: ChannelScopeService,
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  /**
   * Returns the drivers who can be assigned, nearest first, then the others.
   *
   * @param driverId returns this driver only; no driver if the active channel does not see this one
   */
  async candidatesFor(ctx: RequestContext, id: ID, driverId?: string | null): Promise<DeliveryCandidate[]> {
    const delivery = await this.deliveries.get(ctx, id);
    const [drivers, channelId] = await Promise.all([
      this.findDrivers(ctx, driverId),
      this.scope.channelIdOf(ctx),
    ]);
    // A seller does not see every location.
    const locationsAreKnown = channelId === undefined;
    const candidates = drivers
      .map((driver) => ({
        driver,
        distanceMetres: distanceBetween(driver, delivery),
        unavailableReason: unavailableReasonOf(driver, delivery, locationsAreKnown),
      }))
      .sort((a, b) => (a.distanceMetres ?? Infinity) - (b.distanceMetres ?? Infinity) || 0);
    const assignable = candidates.filter(({ unavailableReason }) => unavailableReason === null);
    const others = candidates.filter(({ unavailableReason }) => unavailableReason !== null);
    return [
      ...(await Promise.all(
        assignable.slice(0, MAX_CANDIDATES).map(async (candidate, index) => ({
          ...candidate,
          eta: index < MAX_ETAS ? await this.etaOf(ctx, delivery, candidate) : null,
        })),
      )),
      ...others.slice(0, MAX_CANDIDATES).map((candidate) => ({ ...candidate, eta: null })),
    ];
  }

  private async findDrivers(ctx: RequestContext, driverId?: string | null): Promise<Driver[]> {
    if (driverId) {
      const driver = await this.drivers.findOne(ctx, driverId);
      return driver ? [driver] : [];
    }
    const offline = { filter: { status: { eq: 'OFFLINE' } }, take: MAX_CANDIDATES };
    const [fleet, { items }] = await Promise.all([
      this.drivers.fleet(ctx),
      this.drivers.findAll(ctx, offline),
    ]);
    return [...fleet.drivers, ...items];
  }

  private async etaOf(
    ctx: RequestContext,
    delivery: DriverDelivery,
    { driver, distanceMetres }: Pick<DeliveryCandidate, 'driver' | 'distanceMetres'>,
  ): Promise<Date | null> {
    if (distanceMetres === null) {
      return null;
    }
    const { vehicle } = driver;
    const assigned = { state: 'ASSIGNED', assignedAt: new Date(), distanceMetres, vehicle } as const;
    const planned = Object.assign(new DriverDelivery(delivery), assigned);
    return this.configuration.tracking.etaStrategy.estimate(ctx, planned, null);
  }
}

function distanceBetween({ point }: Driver, { submission }: DriverDelivery): number | null {
  return point && submission ? greatCircleDistance(point, submission.pickup.point) : null;
}

function unavailableReasonOf(
  driver: Driver,
  { channelId, submission }: DriverDelivery,
  locationsAreKnown: boolean,
): DriverUnavailableReason | null {
  const { active, status, channels, point } = driver;
  if (!active) {
    return 'deactivated';
  }
  if (status !== 'AVAILABLE') {
    return status === 'BUSY' ? 'busy' : 'offline';
  }
  if (!channels || (channels.length > 0 && !channels.includes(String(channelId)))) {
    return 'other_channel';
  }
  if (!point && locationsAreKnown) {
    return 'no_location';
  }
  const traits = { ...driver, vehicleKind: driver.vehicle?.kind ?? null };
  return unmetRequirement(traits, submission?.requirements) ?? null;
}
