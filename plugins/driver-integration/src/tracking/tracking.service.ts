import { isFinished } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { TransactionalConnection, type RequestContext } from '@vendure/core';
import { DRIVER_INTEGRATION_CONFIGURATION } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { before } from '../delivery/database-clock';
import { DriverDelivery } from '../delivery/driver-delivery.entity';
import { LOCAL_STATES } from '../delivery/driver-delivery-state';
import { LivePositionService, type LivePosition } from './live-position.service';

const DAY_MS = 24 * 60 * 60_000;

/** What a shopper may follow of a delivery. */
@Injectable()
export class TrackingService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly positions: LivePositionService,
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  /** @returns the delivery that a code is for; null once that has ended for longer than the configuration says */
  async findByCode(ctx: RequestContext, trackingCode: string): Promise<DriverDelivery | null> {
    const delivery = await this.connection.getRepository(ctx, DriverDelivery).findOneBy({ trackingCode });
    return delivery && !(await this.isOver(ctx, delivery)) ? delivery : null;
  }

  positionOf(delivery: DriverDelivery): Promise<LivePosition | null> {
    return this.positions.of(delivery);
  }

  async expectedAt(ctx: RequestContext, delivery: DriverDelivery): Promise<Date | null> {
    if (delivery.state !== 'ASSIGNED' && delivery.state !== 'PICKED_UP') {
      return null;
    }
    const position = await this.positions.of(delivery);
    return this.configuration.tracking.expectedTime.expectedAt(ctx, delivery, position?.point ?? null);
  }

  private async isOver(ctx: RequestContext, { id, state }: DriverDelivery): Promise<boolean> {
    const ended = !LOCAL_STATES.some((local) => local === state) && isFinished(state as 'PENDING');
    const validMs = this.configuration.tracking.codeValidDays * DAY_MS;
    return (
      ended &&
      this.connection
        .getRepository(ctx, DriverDelivery)
        .existsBy({ id, updatedAt: before(this.connection.rawConnection, validMs) })
    );
  }
}
