import { isFinished, type Point } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import {
  Instrument,
  OrderLine,
  TransactionalConnection,
  TranslatorService,
  type RequestContext,
} from '@vendure/core';
import { MoreThan } from 'typeorm';
import { DRIVER_INTEGRATION_CONFIGURATION } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { before } from '../deliveries/database-clock';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { LOCAL_STATES } from '../deliveries/driver-delivery-state';
import { LiveLocationService, type LiveLocation } from './live-location.service';

const DAY_MS = 24 * 60 * 60_000;

/** A product variant of a delivery. */
export interface DeliveredItem {
  name: string;
  quantity: number;
}

/** Tracking of deliveries for shoppers. */
@Injectable()
@Instrument()
export class TrackingService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly locations: LiveLocationService,
    private readonly translator: TranslatorService,
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

  /** Returns the URL of the tracking page; null without a code or without the option `tracking.pageUrl`. */
  urlOf({ trackingCode }: DriverDelivery): string | null {
    const { pageUrl } = this.configuration.tracking;
    return pageUrl && trackingCode ? pageUrl.replace('{code}', encodeURIComponent(trackingCode)) : null;
  }

  async eta(ctx: RequestContext, delivery: DriverDelivery): Promise<Date | null> {
    if (delivery.state !== 'ASSIGNED' && delivery.state !== 'PICKED_UP') {
      return null;
    }
    const location = await this.locations.of(delivery);
    return this.configuration.tracking.etaStrategy.estimate(ctx, delivery, location?.point ?? null);
  }

  /** Returns the drop-off; null after the end of the delivery, when the code might be in other hands. */
  dropoffOf(delivery: DriverDelivery): Point | null {
    return hasEnded(delivery) ? null : (delivery.submission?.dropoff.point ?? null);
  }

  async itemsOf(ctx: RequestContext, { orderId }: DriverDelivery): Promise<DeliveredItem[]> {
    const lines = await this.connection.getRepository(ctx, OrderLine).find({
      where: { order: { id: orderId }, quantity: MoreThan(0) },
      relations: { productVariant: true },
      order: { id: 'ASC' },
    });
    return lines.map(({ productVariant, quantity }) => ({
      name: this.translator.translate(productVariant, ctx).name,
      quantity,
    }));
  }

  private async isExpired(ctx: RequestContext, delivery: DriverDelivery): Promise<boolean> {
    const validMs = this.configuration.tracking.codeValidDays * DAY_MS;
    return (
      hasEnded(delivery) &&
      this.connection
        .getRepository(ctx, DriverDelivery)
        .existsBy({ id: delivery.id, updatedAt: before(this.connection.rawConnection, validMs) })
    );
  }
}

function hasEnded({ state }: DriverDelivery): boolean {
  return !LOCAL_STATES.some((local) => local === state) && isFinished(state as 'PENDING');
}
