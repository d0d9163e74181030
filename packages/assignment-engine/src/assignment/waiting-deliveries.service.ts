import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import { sql } from '../database/sql';
import { DeliveryEntity } from '../deliveries/delivery.entity';
import { AssignmentService } from './assignment.service';

const FIND_WAITING_NEAR = sql('find-waiting-near-drivers.sql');

/** How many waiting deliveries are looked at for each driver at a time. */
const DELIVERIES_PER_DRIVER = 50;

/** Brings drivers who come free, or into reach, and deliveries that wait for one together. */
@Injectable()
export class WaitingDeliveriesService {
  private readonly comingFree = new Set<string>();
  private round: Promise<void> = Promise.resolve();
  private nextRound: Promise<void> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly assignment: AssignmentService,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /**
   * Looks for waiting deliveries in reach of these drivers until none is left that they could take. Drivers who
   * come free while others are being matched go into the next round together.
   */
  matchDrivers(driverIds: readonly string[]): Promise<void> {
    if (driverIds.length === 0) {
      return Promise.resolve();
    }
    driverIds.forEach((id) => this.comingFree.add(id));
    this.nextRound ??= this.round.then(() => this.startRound());
    return this.nextRound;
  }

  private startRound(): Promise<void> {
    const driverIds = [...this.comingFree];
    this.comingFree.clear();
    this.nextRound = undefined;
    const round = this.match(driverIds);
    this.round = round.catch(() => undefined);
    return round;
  }

  /**
   * A delivery that could not be had, as another engine is about to take it, keeps nobody from the one behind it:
   * each is tried once.
   */
  private async match(driverIds: readonly string[]): Promise<void> {
    const tried: string[] = [];
    for (;;) {
      const rows = await this.dataSource.query<{ id: string }[]>(FIND_WAITING_NEAR, [
        driverIds,
        this.configuration.assignment.maxSearchRadiusMetres,
        this.configuration.heartbeat.ttlSeconds,
        tried,
        Math.min(driverIds.length, DELIVERIES_PER_DRIVER),
      ]);
      if (rows.length === 0) {
        return;
      }
      const deliveryIds = rows.map(({ id }) => id);
      await this.assign(deliveryIds);
      tried.push(...deliveryIds);
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
