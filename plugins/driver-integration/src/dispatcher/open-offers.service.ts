import { NaturalBatches, type OfferRecord } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { Instrument, Logger, type RequestContext } from '@vendure/core';
import { LOG_CONTEXT } from '../configuration/constants';
import { ChannelScopeService } from '../deliveries/channel-scope.service';
import type { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { EngineOperatorService } from '../engine/engine-operator.service';
import { hideDriver, type ShownOffer } from './shown-offer';

/** Maximum number of open offers in a reply of the engine. */
const MAX_OFFERS = 500;

/** Finds the open offers of waiting deliveries. */
@Injectable()
@Instrument()
export class OpenOffersService {
  /** Lists read the offers of all their deliveries in one request. */
  private readonly lookups = new NaturalBatches<string, OfferRecord | undefined>((deliveryIds) =>
    this.findOffers(deliveryIds),
  );

  constructor(
    private readonly engine: EngineOperatorService,
    private readonly scope: ChannelScopeService,
  ) {}

  /** Returns null without an open offer, or if the engine does not respond. */
  async of(ctx: RequestContext, { state, engineDeliveryId }: DriverDelivery): Promise<ShownOffer | null> {
    if (state !== 'PENDING' || engineDeliveryId === null) {
      return null;
    }
    try {
      const offer = await this.lookups.add(engineDeliveryId);
      const isPlatform = (await this.scope.channelIdOf(ctx)) === undefined;
      return offer ? (isPlatform ? offer : hideDriver(offer)) : null;
    } catch (error) {
      Logger.verbose(`Offers unavailable: ${(error as Error).message}`, LOG_CONTEXT);
      return null;
    }
  }

  private async findOffers(deliveryIds: string[]): Promise<(OfferRecord | undefined)[]> {
    const offers = await this.engine.call((operator) => operator.offers({ state: 'open', take: MAX_OFFERS }));
    const byDelivery = new Map(offers.map((offer) => [offer.deliveryId, offer]));
    return deliveryIds.map((deliveryId) => byDelivery.get(deliveryId));
  }
}
