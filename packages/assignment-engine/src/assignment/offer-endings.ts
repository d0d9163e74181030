import type { DeclineReason, DriverStatusReason, OfferOutcome } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import { lockDelivery } from '../database/lock-delivery';
import { sql } from '../database/sql';
import {
  toAvailability,
  type DriverAvailability,
  type DriverAvailabilityRow,
} from '../redis/driver-availability';

const FIND_OPEN = sql('assignment/find-open-offer.sql');
const END_OFFERS = sql('assignment/end-offers.sql');

export interface OpenOffer {
  offerId: string;
  deliveryId: string;
  driverId: string;
}

/** How an offer ends that is not accepted. */
export interface OfferEnd {
  outcome: Exclude<OfferOutcome, 'accepted'>;
  reason?: DeclineReason;
  note?: string;
  /** Whether the driver acts, which counts as a heartbeat. */
  byDriver?: boolean;
  /** Whether the driver's shift ends. */
  endShift?: boolean;
  /** When the driver app signed the end of the shift. */
  signedAt?: Date;
}

/** An ended offer: its delivery, and its driver after the release. */
export interface EndedOffer {
  deliveryId: string;
  driver: DriverAvailability;
}

/** Ends offers in a transaction of the caller, who publishes the released drivers after the commit. */
@Injectable()
export class OfferEndings {
  constructor(@Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration) {}

  /** @param offlineAt when the driver went OFFLINE in a session. An offer after a later status is not found. */
  async findOpen(
    manager: EntityManager,
    { offerId, deliveryId, driverId }: Partial<OpenOffer>,
    offlineAt?: Date,
  ): Promise<OpenOffer | undefined> {
    const parameters = [offerId ?? null, deliveryId ?? null, driverId ?? null, offlineAt ?? null];
    const [offer] = await manager.query<OpenOffer[]>(FIND_OPEN, parameters);
    return offer;
  }

  /** Ends one offer. Waits for other changes of its delivery and driver. Returns nothing if it has ended. */
  async endOne(manager: EntityManager, offer: OpenOffer, end: OfferEnd): Promise<EndedOffer[]> {
    await lockDelivery(manager, offer.deliveryId);
    await manager.query('SELECT FROM driver_dispatch.drivers WHERE id = $1 FOR UPDATE', [offer.driverId]);
    return this.end(manager, [offer.offerId], end);
  }

  /** Ends offers, except those whose delivery or driver another transaction has locked. */
  async end(manager: EntityManager, offerIds: readonly string[], end: OfferEnd): Promise<EndedOffer[]> {
    const { outcome, reason, note, byDriver = false, endShift = false, signedAt } = end;
    const rows = await manager.query<(DriverAvailabilityRow & { deliveryId: string })[]>(END_OFFERS, [
      offerIds,
      outcome,
      reason ?? null,
      note ?? null,
      this.configuration.heartbeat.ttlSeconds,
      byDriver,
      endShift,
      signedAt ?? null,
      `offer ${outcome}` satisfies DriverStatusReason,
    ]);
    return rows.map(({ deliveryId, ...driver }) => ({ deliveryId, driver: toAvailability(driver) }));
  }

  /** Withdraws the open offer of a delivery, if any. Returns the released driver. */
  async withdraw(manager: EntityManager, deliveryId: string): Promise<DriverAvailability[]> {
    await lockDelivery(manager, deliveryId);
    const offer = await this.findOpen(manager, { deliveryId });
    const ended = offer ? await this.endOne(manager, offer, { outcome: 'withdrawn' }) : [];
    return ended.map(({ driver }) => driver);
  }
}
