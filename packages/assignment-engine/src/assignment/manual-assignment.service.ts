import { DispatchError, type AssignManually } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DeliveryEntity } from '../deliveries/delivery.entity';
import { ChosenDriverService, searchManually } from './chosen-driver.service';
import { DriverClaims } from './driver-claims';
import { untilClaimed } from './until-claimed';

/** Gives a waiting delivery a driver whom a person has chosen. */
@Injectable()
export class ManualAssignmentService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly chosen: ChosenDriverService,
    private readonly claims: DriverClaims,
  ) {}

  /**
   * The claim decides, by the same statement as every other.
   *
   * @returns whether the delivery was this driver's before
   * @throws DispatchError `not_found`, `illegal_transition` when the delivery does not wait, `driver_unavailable`
   */
  assign(deliveryId: string, { driverId, operator }: AssignManually): Promise<{ duplicate: boolean }> {
    const { manager } = this.dataSource;
    return untilClaimed(driverId, async (tries) => {
      const delivery = await this.delivery(deliveryId);
      if (delivery.state === 'ASSIGNED' && delivery.driverId === driverId) {
        return { duplicate: tries === 1 };
      }
      if (delivery.state !== 'PENDING') {
        throw new DispatchError(
          'illegal_transition',
          `A ${delivery.state} delivery does not wait for a driver`,
          {
            details: { state: delivery.state },
          },
        );
      }
      const candidate = await this.chosen.candidateFor(delivery, driverId, manager);
      const claimed = await this.claims.claimChosen(searchManually(delivery, candidate, operator), candidate);
      return claimed ? { duplicate: false } : undefined;
    });
  }

  private async delivery(id: string): Promise<DeliveryEntity> {
    const delivery = await this.dataSource.manager.findOneBy(DeliveryEntity, { id });
    if (!delivery) {
      throw new DispatchError('not_found', `No delivery ${id}`);
    }
    return delivery;
  }
}
