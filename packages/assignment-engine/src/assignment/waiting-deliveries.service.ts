import { setTimeout as sleep } from 'node:timers/promises';
import { NaturalBatches } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import { StatementRunner } from '../database/statement-runner';
import type { EngineLogger } from '../observability/create-logger';
import { describeError } from '../observability/describe-error';
import { AssignmentService, LOCKED_PAUSE_MS, LOCKED_RETRIES } from './assignment.service';
import { DriverClaims } from './driver-claims';
import { matchOldest } from './match-nearest';
import { readParameters } from './offer-rules';
import type { WaitingDelivery } from './waiting-delivery';

/** Maximum of drivers per statement, which compares each with the same number of waiting deliveries. */
const DRIVERS_PER_STATEMENT = 20;

/** Rounds after which drivers whose rows stay locked are left to the sweeper. */
const MAX_ROUNDS = 25;

/** Matches available drivers, and drivers who moved, with waiting deliveries. */
@Injectable()
export class WaitingDeliveriesService {
  private readonly available = new NaturalBatches((lists: (readonly string[])[]) => this.matchBatch(lists));
  /** A queue of its own: many drivers move at a time, and must not delay drivers who became AVAILABLE. */
  private readonly moved = new NaturalBatches((lists: (readonly string[])[]) => this.matchIfWaiting(lists));

  constructor(
    private readonly statements: StatementRunner,
    private readonly assignment: AssignmentService,
    private readonly claims: DriverClaims,
    @Inject(LOGGER) private readonly logger: EngineLogger,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /**
   * Assigns waiting deliveries to drivers who became AVAILABLE. Never fails: the caller's change is committed, and the
   * sweeper retries.
   */
  matchAvailable(driverIds: readonly string[]): Promise<void> {
    return driverIds.length > 0 ? this.available.add(driverIds) : Promise.resolve();
  }

  /** The same for AVAILABLE drivers who moved. */
  matchMoved(driverIds: readonly string[]): Promise<void> {
    return driverIds.length > 0 ? this.moved.add(driverIds) : Promise.resolve();
  }

  /** Thousands of drivers move each second: skips them while no delivery is waiting. */
  private async matchIfWaiting(lists: (readonly string[])[]): Promise<void[]> {
    const [{ waiting }] = await this.statements
      .run<{ waiting: boolean }>('assignment/check-waiting-deliveries.sql', [])
      .catch((error: unknown) => {
        this.logger.warn('Matching of waiting deliveries failed', { error: describeError(error) });
        return [{ waiting: false }];
      });
    return waiting ? this.matchBatch(lists) : lists.map(() => undefined);
  }

  private async matchBatch(lists: (readonly string[])[]): Promise<void[]> {
    const driverIds = [...new Set(lists.flat())];
    for (let from = 0; from < driverIds.length; from += DRIVERS_PER_STATEMENT) {
      const chunk = driverIds.slice(from, from + DRIVERS_PER_STATEMENT);
      await this.matchChunk(chunk).catch((error: unknown) => {
        this.logger.warn('Matching of waiting deliveries failed', {
          drivers: chunk.length,
          error: describeError(error),
        });
      });
    }
    return lists.map(() => undefined);
  }

  /**
   * Claims until no suitable delivery is left. A failed claim, such as of a locked row, is retried a few times; then the
   * driver is matched with the next delivery.
   */
  private async matchChunk(driverIds: readonly string[]): Promise<void> {
    const available = new Set(driverIds);
    const excluded = new Set<string>();
    for (let round = 0; available.size > 0 && round < MAX_ROUNDS; round++) {
      const {
        driverIds: claimed,
        failed,
        isNew,
      } = await this.claims.claimOldest([...available], [...excluded]);
      claimed.forEach((driverId) => available.delete(driverId));
      if (claimed.length + failed.length + isNew.length === 0) {
        return;
      }
      // The row of a new delivery's nearest driver may only have been locked: searches again instead of claiming.
      await this.assign(isNew);
      isNew.forEach((deliveryId) => excluded.add(deliveryId));
      if (failed.length > 0 && round < LOCKED_RETRIES) {
        await sleep(LOCKED_PAUSE_MS);
      } else {
        failed.forEach((deliveryId) => excluded.add(deliveryId));
      }
    }
  }

  /** Tries to assign deliveries by id, oldest first. Skips deliveries that are no longer waiting. */
  async assign(deliveryIds: readonly string[]): Promise<string[]> {
    if (deliveryIds.length === 0) {
      return [];
    }
    return this.assignment.assign(
      await this.statements.run<WaitingDelivery>('assignment/read-waiting-deliveries.sql', [
        deliveryIds,
        ...readParameters(this.configuration),
      ]),
      matchOldest,
    );
  }
}
