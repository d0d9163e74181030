import {
  DispatchError,
  notFound,
  type AcceptOffer,
  type DeclineOffer,
  type OfferOutcome,
} from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LOGGER } from '../configuration/tokens';
import { sql } from '../database/sql';
import type { EngineLogger } from '../observability/create-logger';
import { describeError } from '../observability/describe-error';
import { ClaimRunner } from './claim-runner';
import { DriverReleaseService } from './driver-release.service';
import { OfferEndings, type EndedOffer, type OfferEnd } from './offer-endings';
import { OfferReaderService } from './offer-reader.service';
import { WaitingDeliveriesService } from './waiting-deliveries.service';

const FIND_EXPIRED = sql('assignment/find-expired-offers.sql');

/** Expired offers per sweep. */
const BATCH = 200;

/** Accepts, declines, withdraws and expires offers. An offer that ends otherwise is followed by the next one at once. */
@Injectable()
export class OffersService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly claims: ClaimRunner,
    private readonly endings: OfferEndings,
    private readonly reader: OfferReaderService,
    private readonly releases: DriverReleaseService,
    private readonly waiting: WaitingDeliveriesService,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {}

  /**
   * Accepts an offer. PostgreSQL decides in one statement. Idempotent.
   *
   * @throws DispatchError `not_found`, `driver_mismatch` for another driver's offer, `offer_ended` with the outcome,
   * `driver_inactive`
   */
  async accept({ offerId, driverId }: Omit<AcceptOffer, 'type'>): Promise<void> {
    const accepted = await this.claims.run(
      'assignment/accept-offer.sql',
      [offerId, driverId, this.claims.leaseFor(1)],
      ({ source }) => source!,
    );
    if (accepted.length === 0) {
      await this.throwUnlessRepeated(offerId, driverId, 'accepted');
    }
  }

  /**
   * Declines an offer. Idempotent.
   *
   * @throws DispatchError `not_found`, `driver_mismatch`, `offer_ended` with the outcome unless it is `declined`
   */
  async decline({ offerId, driverId, reason, note }: Omit<DeclineOffer, 'type'>): Promise<void> {
    const isDeclined = await this.endOpen(
      { offerId, driverId },
      {
        outcome: 'declined',
        reason,
        note,
        byDriver: true,
      },
    );
    if (!isDeclined) {
      await this.throwUnlessRepeated(offerId, driverId, 'declined');
    }
  }

  /**
   * Withdraws the open offer of a driver who goes OFFLINE.
   *
   * @param signedAt when the app signed its request, or when the driver acted in a session; undefined for an operator
   * @param bySession whether a session sent the request, which has no effect after a later status
   * @returns whether there was an offer; the driver is OFFLINE then
   */
  withdrawFromDriver(
    driverId: string,
    { signedAt, bySession }: { signedAt?: Date; bySession?: boolean },
  ): Promise<boolean> {
    const end = { outcome: 'withdrawn', endShift: true, signedAt } as const;
    return this.endOpen({ driverId }, end, bySession ? signedAt : undefined);
  }

  /** Ends the offers whose end is past. The next sweep handles those that are locked. */
  async endExpired(): Promise<void> {
    const expired = await this.dataSource.query<{ id: string }[]>(FIND_EXPIRED, [BATCH]);
    if (expired.length > 0) {
      const offerIds = expired.map(({ id }) => id);
      await this.publish(await this.endings.end(this.dataSource.manager, offerIds, { outcome: 'expired' }));
    }
  }

  /** @returns whether an open offer has ended */
  private async endOpen(
    open: { offerId?: string; driverId: string },
    end: OfferEnd,
    offlineAt?: Date,
  ): Promise<boolean> {
    const ended = await this.dataSource.transaction(async (manager) => {
      const offer = await this.endings.findOpen(manager, open, offlineAt);
      return offer ? this.endings.endOne(manager, offer, end) : [];
    });
    await this.publish(ended);
    return ended.length > 0;
  }

  /** Runs after the commit: updates the index, and tries the next candidates. The sweeper makes up for any failure here. */
  private async publish(ended: readonly EndedOffer[]): Promise<void> {
    for (const { deliveryId, driver } of ended) {
      this.logger.info('Offer ended', { deliveryId, driverId: driver.id, status: driver.status });
    }
    await this.releases.publish(ended.map(({ driver }) => driver));
    await this.waiting.assign(ended.map(({ deliveryId }) => deliveryId)).catch((error: unknown) => {
      this.logger.warn('Search for the next driver failed', { error: describeError(error) });
    });
  }

  private async throwUnlessRepeated(offerId: string, driverId: string, wanted: OfferOutcome): Promise<void> {
    const [offer] = await this.reader.find({ offerId, take: 1 });
    if (!offer) {
      throw notFound('offer', offerId);
    }
    if (offer.driverId !== driverId) {
      throw new DispatchError('driver_mismatch', `Offer ${offerId} was made to another driver`);
    }
    const { outcome } = offer;
    if (outcome === null) {
      throw new DispatchError('driver_inactive', `Driver ${driverId} is deactivated`);
    }
    if (outcome !== wanted) {
      throw new DispatchError('offer_ended', `The offer has ended (${outcome})`, { details: { outcome } });
    }
  }
}
