import { Inject, Injectable } from '@nestjs/common';
import { NaturalBatches } from '../batching/natural-batches';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import { prepared } from '../database/prepared-statement';
import { StatementRunner } from '../database/statement-runner';
import type { EngineLogger } from '../logging/create-logger';
import { describeError } from '../logging/describe-error';
import { AssignmentService } from './assignment.service';
import { matchOldest } from './match-nearest';
import type { WaitingDelivery } from './waiting-delivery';

const ANY_WAITING = prepared('any-waiting.sql');
const FIND_WAITING_NEAR = prepared('find-waiting-near-drivers.sql');
const READ_WAITING = prepared('read-waiting-deliveries.sql');

/** How many drivers are looked at in one statement, and as many waiting deliveries. */
const DRIVERS_AT_A_TIME = 50;

/** Brings drivers who come free, or into reach, and deliveries that wait for one together. */
@Injectable()
export class WaitingDeliveriesService {
  private readonly free = new NaturalBatches((lists: (readonly string[])[]) => this.matchTogether(lists));
  /** Drivers who are merely on the move are many, and keep nobody waiting who has just come free. */
  private readonly moved = new NaturalBatches((lists: (readonly string[])[]) => this.matchIfAnyWaits(lists));

  constructor(
    private readonly statements: StatementRunner,
    private readonly assignment: AssignmentService,
    @Inject(LOGGER) private readonly logger: EngineLogger,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
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
      .run<{ waiting: boolean }>(ANY_WAITING, [])
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
   * Until none is left that these drivers could take. A delivery that could not be had, as another engine is about
   * to take it, keeps nobody from the one behind it: each is tried once.
   */
  private async matchChunk(driverIds: readonly string[]): Promise<void> {
    const inVain = new Set<string>();
    for (;;) {
      const waiting = await this.statements.run<WaitingDelivery>(FIND_WAITING_NEAR, [
        driverIds,
        this.configuration.heartbeat.ttlSeconds,
        [...inVain],
        driverIds.length,
      ]);
      if (waiting.length === 0) {
        return;
      }
      waiting.forEach(({ id }) => inVain.add(id));
      const assigned = await this.assignment.assign(waiting, matchOldest);
      assigned.forEach((id) => inVain.delete(id));
    }
  }

  /** Tries deliveries by id, oldest first; those that no longer wait are passed over. */
  async assign(deliveryIds: readonly string[]): Promise<string[]> {
    if (deliveryIds.length === 0) {
      return [];
    }
    return this.assignment.assign(
      await this.statements.run<WaitingDelivery>(READ_WAITING, [deliveryIds]),
      matchOldest,
    );
  }
}
