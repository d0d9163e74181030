import { isFinished } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { Instrument, TransactionalConnection, type RequestContext } from '@vendure/core';
import { DRIVER_INTEGRATION_CONFIGURATION } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { before } from '../deliveries/database-clock';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { LOCAL_STATES } from '../deliveries/driver-delivery-state';
import { LiveLocationService, type LiveLocation } from './live-location.service';

const DAY_MS = 24 * 60 * 60_000;

/** Tracking of deliveries for shoppers. */
@Injectable()
@Instrument()
export class TrackingService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly locations: LiveLocationService,
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  /** Returns the delivery of a tracking code; null for an unknown code, or `codeValidDays` after the end of the delivery. */
  async findByCode(ctx: RequestContext, trackingCode: string): Promise<DriverDelivery | null> {
    const delivery = await this.connection.getRepository(ctx, DriverDelivery).findOneBy({ trackingCode });
    return delivery && !(await this.isExpired(ctx, delivery)) ? delivery : null;
  }

  locationOf(delivery: DriverDelivery): Promise<LiveLocation | null> {
    return this.locations.of(delivery);
  }

  async eta(ctx: RequestContext, delivery: DriverDelivery): Promise<Date | null> {
    if (delivery.state !== 'ASSIGNED' && delivery.state !== 'PICKED_UP') {
      return null;
    }
    const location = await this.locations.of(delivery);
    return this.configuration.tracking.etaStrategy.estimate(ctx, delivery, location?.point ?? null);
  }

  private async isExpired(ctx: RequestContext, { id, state }: DriverDelivery): Promise<boolean> {
    const ended = !LOCAL_STATES.some((local) => local === state) && isFinished(state as 'PENDING');
    const validMs = this.configuration.tracking.codeValidDays * DAY_MS;
    return (
      ended &&
      this.connection
        .getRepository(ctx, DriverDelivery)
        .existsBy({ id, updatedAt: before(this.connection.rawConnection, validMs) })
    );
  }
}
