import { Injectable } from '@nestjs/common';
import {
  Instrument,
  StockLocationService,
  UserInputError,
  type ID,
  type RequestContext,
} from '@vendure/core';
import { PAUSE_MINUTES } from '../store-fields/store-limits';
import type { Store } from './store';
import { StoreService } from './store.service';

const MINUTE_MILLISECONDS = 60_000;

/** Pauses and resumes stores. A paused store takes no orders, regardless of its opening hours. */
@Injectable()
@Instrument()
export class StorePauseService {
  constructor(
    private readonly stockLocations: StockLocationService,
    private readonly stores: StoreService,
  ) {}

  /**
   * Pauses a store from now on.
   *
   * @param minutes a whole number from 1 to 10080 (a week)
   * @throws UserInputError if the number is invalid
   */
  async pause(ctx: RequestContext, id: ID, minutes: number): Promise<Store> {
    const { min, max } = PAUSE_MINUTES;
    if (!Number.isInteger(minutes) || minutes < min || minutes > max) {
      throw new UserInputError(`minutes: must be a whole number from ${min} to ${max}`);
    }
    return this.save(ctx, id, new Date(Date.now() + minutes * MINUTE_MILLISECONDS));
  }

  resume(ctx: RequestContext, id: ID): Promise<Store> {
    return this.save(ctx, id, null);
  }

  private async save(ctx: RequestContext, id: ID, storePausedUntil: Date | null): Promise<Store> {
    const location = await this.stockLocations.update(ctx, { id, customFields: { storePausedUntil } });
    return this.stores.storeOf(location);
  }
}
