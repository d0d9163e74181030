import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { NaturalBatches } from '../batching/natural-batches';
import { LOGGER } from '../configuration/tokens';
import { StatementRunner } from '../database/statement-runner';
import type { EngineLogger } from '../logging/create-logger';
import { describeError } from '../logging/describe-error';
import { AssignmentService, LOCKED_PAUSE_MS, LOCKED_RETRIES } from './assignment.service';
import { DriverClaims } from './driver-claims';
import { matchOldest } from './match-nearest';
import type { WaitingDelivery } from './waiting-delivery';

/** Drivers of one statement at most: it compares each with as many waiting deliveries. */
const DRIVERS_AT_A_TIME = 20;

/** Rounds after which drivers whose rows stay locked are left to the sweeper. */
const MAX_ROUNDS = 25;

/** Brings drivers who come free, or into reach, and deliveries that wait for one together. */
@Injectable()
export class WaitingDeliveriesService {
  private readonly free = new NaturalBatches((lists: (readonly string[])[]) => this.matchTogether(lists));
  /** Drivers who are merely on the move are many, and keep nobody waiting who has just come free. */
  private readonly moved = new NaturalBatches((lists: (readonly string[])[]) => this.matchIfAnyWaits(lists));

  constructor(
    private readonly statements: StatementRunner,
    private readonly assignment: AssignmentService,
    private readonly claims: DriverClaims,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {}

  /**
   * Looks for waiting deliveries for drivers who have come free. Never fails: what brought the driver here is
   * committed, and what is missed is made good by the sweeper.
   */
  matchFreed(driverIds: readonly string[]): Promise<void> {
    return driverIds.length > 0 ? this.free.add(driverIds) : Promise.resolve();
  }

  /** The same for free drivers who were seen in another place. */
  matchMoved(driverIds: readonly string[]): Promise<void> {
    return driverIds.length > 0 ? this.moved.add(driverIds) : Promise.resolve();
  }

  /** Thousands move each second: nobody is looked at while nothing waits. */
  private async matchIfAnyWaits(lists: (readonly string[])[]): Promise<void[]> {
    const [{ waiting }] = await this.statements
      .run<{ waiting: boolean }>('any-waiting.sql', [])
      .catch((error: unknown) => {
        this.logger.warn('Drivers were not matched with waiting deliveries', { error: describeError(error) });
        return [{ waiting: false }];
      });
    return waiting ? this.matchTogether(lists) : lists.map(() => undefined);
  }

  private async matchTogether(lists: (readonly string[])[]): Promise<void[]> {
    const driverIds = [...new Set(lists.flat())];
    for (let from = 0; from < driverIds.length; from += DRIVERS_AT_A_TIME) {
      const chunk = driverIds.slice(from, from + DRIVERS_AT_A_TIME);
      await this.matchChunk(chunk).catch((error: unknown) => {
        this.logger.warn('Drivers were not matched with waiting deliveries', {
          drivers: chunk.length,
          error: describeError(error),
        });
      });
    }
    return lists.map(() => undefined);
  }

  /**
   * Claims until no delivery is left that these drivers could take. A row that is locked is tried again a few times; then
   * its driver takes the delivery behind it.
   */
  private async matchChunk(driverIds: readonly string[]): Promise<void> {
    const free = new Set(driverIds);
    const inVain = new Set<string>();
    for (let round = 0; free.size > 0 && round < MAX_ROUNDS; round++) {
      const { driverIds: claimed, lost, isNew } = await this.claims.claimOldest([...free], [...inVain]);
      claimed.forEach((driverId) => free.delete(driverId));
      if (claimed.length + lost.length + isNew.length === 0) {
        return;
      }
      // The row of a new delivery's nearest driver may only have been locked: searches again instead of claiming.
      await this.assign(isNew);
      isNew.forEach((deliveryId) => inVain.add(deliveryId));
      if (lost.length > 0 && round < LOCKED_RETRIES) {
        await sleep(LOCKED_PAUSE_MS);
      } else {
        lost.forEach((deliveryId) => inVain.add(deliveryId));
      }
    }
  }

  /** Tries deliveries by id, oldest first; those that no longer wait are passed over. */
  async assign(deliveryIds: readonly string[]): Promise<string[]> {
    if (deliveryIds.length === 0) {
      return [];
    }
    return this.assignment.assign(
      await this.statements.run<WaitingDelivery>('read-waiting-deliveries.sql', [deliveryIds]),
      matchOldest,
    );
  }
}
