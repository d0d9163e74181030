import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import { sql } from '../database/sql';
import { DeliveryEntity } from '../deliveries/delivery.entity';
import type { EngineLogger } from '../logging/create-logger';
import { describeError } from '../logging/describe-error';
import { AssignmentService } from './assignment.service';

const FIND_WAITING_NEAR = sql('find-waiting-near-drivers.sql');

/** How many drivers are looked at in one statement, and as many waiting deliveries. */
const DRIVERS_AT_A_TIME = 50;

/** Brings drivers who come free, or into reach, and deliveries that wait for one together. */
@Injectable()
export class WaitingDeliveriesService {
  private readonly free = new Rounds((driverIds) => this.match(driverIds));
  /** Drivers who are merely on the move are many, and keep nobody waiting who has just come free. */
  private readonly moved = new Rounds((driverIds) => this.match(driverIds));

  constructor(
    private readonly dataSource: DataSource,
    private readonly assignment: AssignmentService,
    @Inject(LOGGER) private readonly logger: EngineLogger,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /**
   * Looks for waiting deliveries for drivers who have come free. Never fails: what brought the driver here is
   * committed, and what is missed is made good by the sweeper.
   */
  matchFreed(driverIds: readonly string[]): Promise<void> {
    return this.free.add(driverIds);
  }

  /** The same for free drivers who were seen in another place. */
  matchMoved(driverIds: readonly string[]): Promise<void> {
    return this.moved.add(driverIds);
  }

  private async match(driverIds: readonly string[]): Promise<void> {
    for (let from = 0; from < driverIds.length; from += DRIVERS_AT_A_TIME) {
      const chunk = driverIds.slice(from, from + DRIVERS_AT_A_TIME);
      await this.matchChunk(chunk).catch((error: unknown) => {
        this.logger.warn('Drivers were not matched with waiting deliveries', {
          drivers: chunk.length,
          error: describeError(error),
        });
      });
    }
  }

  /**
   * Until none is left that these drivers could take. A delivery that could not be had, as another engine is about
   * to take it, keeps nobody from the one behind it: each is tried once.
   */
  private async matchChunk(driverIds: readonly string[]): Promise<void> {
    const inVain = new Set<string>();
    for (;;) {
      const rows = await this.dataSource.query<{ id: string }[]>(FIND_WAITING_NEAR, [
        driverIds,
        this.configuration.heartbeat.ttlSeconds,
        [...inVain],
        driverIds.length,
      ]);
      if (rows.length === 0) {
        return;
      }
      rows.forEach(({ id }) => inVain.add(id));
      const assigned = await this.assign(rows.map(({ id }) => id));
      assigned.forEach((id) => inVain.delete(id));
    }
  }

  /** Tries deliveries by id, oldest first; those that no longer wait are passed over. */
  async assign(deliveryIds: readonly string[]): Promise<string[]> {
    if (deliveryIds.length === 0) {
      return [];
    }
    const waiting = await this.dataSource.manager
      .createQueryBuilder(DeliveryEntity, 'delivery')
      .where('delivery.id = ANY (:ids)', { ids: deliveryIds })
      .andWhere(`delivery.state = 'PENDING'`)
      .orderBy('delivery.createdAt')
      .addOrderBy('delivery.id')
      .getMany();
    return this.assignment.assign(waiting);
  }
}

/** Work for many, one round at a time: who comes while a round is under way goes into the next one together. */
class Rounds {
  private readonly waiting = new Set<string>();
  private round: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;

  /** @param work never fails */
  constructor(private readonly work: (ids: readonly string[]) => Promise<void>) {}

  /** @returns once these have had their round */
  add(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) {
      return Promise.resolve();
    }
    ids.forEach((id) => this.waiting.add(id));
    this.next ??= this.round.then(() => {
      const together = [...this.waiting];
      this.waiting.clear();
      this.next = undefined;
      this.round = this.work(together);
      return this.round;
    });
    return this.next;
  }
}
