import type { OfferOutcome, OfferRecord, offerQuerySchema } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { sql } from '../database/sql';

const READ_OFFERS = sql('assignment/read-offers.sql');

/** A row of the contract's `OfferRecord`. */
export type OfferRow = Omit<OfferRecord, 'offeredAt' | 'endsAt' | 'endedAt' | 'outcome'> & {
  offeredAt: Date;
  endsAt: Date;
  endedAt: Date | null;
  outcome: OfferOutcome | null;
};

/** Reads offers to drivers. */
@Injectable()
export class OfferReaderService {
  constructor(private readonly dataSource: DataSource) {}

  /** Offers that match all given fields, newest first. */
  find(query: z.output<typeof offerQuerySchema> & { offerId?: string }): Promise<OfferRow[]> {
    const { offerId, deliveryId, driverId, channelId, state, take } = query;
    return this.dataSource.query<OfferRow[]>(READ_OFFERS, [
      offerId ?? null,
      deliveryId ?? null,
      driverId ?? null,
      channelId ?? null,
      state ?? null,
      take,
    ]);
  }
}
