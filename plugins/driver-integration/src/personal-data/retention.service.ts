import { eraseDeliveries, MAX_ERASED_DELIVERIES } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { Instrument, TransactionalConnection } from '@vendure/core';
import { In, IsNull, MoreThan, Not, type FindOptionsWhere } from 'typeorm';
import { DRIVER_INTEGRATION_CONFIGURATION } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { before } from '../deliveries/database-clock';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { FINISHED_STATES } from '../deliveries/driver-delivery-state';
import { EngineService } from '../engine/engine.service';
import { DeliveryEraserService } from './delivery-eraser.service';

const DAY_MS = 86_400_000;

/** Number of deliveries per batch. */
const BATCH = 200;

/** Maximum number of batches per sweep. */
const MAX_BATCHES = 5;

/** Ended deliveries whose personal data is not erased. */
const NOT_ERASED: FindOptionsWhere<DriverDelivery> = { erasedAt: IsNull(), state: In(FINISHED_STATES) };

/** Erases the personal data of ended deliveries: after the retention time, and of deleted customers. */
@Injectable()
@Instrument()
export class RetentionService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly engine: EngineService,
    private readonly eraser: DeliveryEraserService,
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  /** @returns the number of erased deliveries */
  async erase(): Promise<{ erased: number }> {
    const expired = await this.eraseExpired();
    return { erased: expired + (await this.eraseRequested()) };
  }

  /** The last change of an ended delivery is its end, or its last comparison with the engine. */
  private async eraseExpired(): Promise<number> {
    const updatedAt = before(this.connection.rawConnection, this.configuration.retentionDays * DAY_MS);
    let erased = 0;
    for (let batches = 0; batches < MAX_BATCHES; batches += 1) {
      const deliveries = await this.find([{ ...NOT_ERASED, updatedAt }], BATCH);
      erased += await this.eraser.erase(deliveries);
      if (deliveries.length < BATCH) {
        break;
      }
    }
    return erased;
  }

  /**
   * Erases deliveries of deleted customers in the engine, then in the shop. A delivery that the engine can't erase yet is
   * tried again in the next sweep.
   */
  private async eraseRequested(): Promise<number> {
    const requested = { ...NOT_ERASED, eraseRequestedAt: Not(IsNull()) };
    const dayOld = before(this.connection.rawConnection, DAY_MS);
    let erased = 0;
    for (let last: DriverDelivery | undefined, batches = 0; batches < MAX_BATCHES; batches += 1) {
      const id = last && MoreThan(last.id);
      // First the reconciliation compares how the delivery has ended, for up to a day.
      const deliveries = await this.find(
        [
          { ...requested, id, reconciledAt: Not(IsNull()) },
          { ...requested, id, updatedAt: dayOld },
        ],
        MAX_ERASED_DELIVERIES,
      );
      last = deliveries.at(-1);
      if (!last) {
        break;
      }
      const engine = await this.engine.client();
      const { pending } = await engine.eraseDeliveries(
        eraseDeliveries(deliveries.map(({ submissionKey }) => submissionKey)),
      );
      const done = deliveries.filter(({ submissionKey }) => !pending.includes(submissionKey));
      erased += await this.eraser.erase(done);
    }
    return erased;
  }

  private find(where: FindOptionsWhere<DriverDelivery>[], take: number): Promise<DriverDelivery[]> {
    return this.connection.rawConnection.getRepository(DriverDelivery).find({
      where,
      select: { id: true, orderId: true, submissionKey: true },
      order: { id: 'ASC' },
      take,
    });
  }
}
