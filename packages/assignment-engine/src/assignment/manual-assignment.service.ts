import { DispatchError, notFound, type AssignManually } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DeliveryEntity } from '../database/delivery.entity';
import type { DriverAvailability } from '../redis/driver-availability';
import { ChosenDriverService, toManualSearch } from './chosen-driver.service';
import { DriverClaims } from './driver-claims';
import { DriverReleaseService } from './driver-release.service';
import { OfferEndings } from './offer-endings';
import { untilClaimed } from './until-claimed';

/** Assigns a driver chosen by an operator to a waiting delivery. */
@Injectable()
export class ManualAssignmentService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly chosen: ChosenDriverService,
    private readonly claims: DriverClaims,
    private readonly offers: OfferEndings,
    private readonly releases: DriverReleaseService,
  ) {}

  /**
   * Claims the driver by the same statement as automatic assignment. Withdraws an open offer of the delivery first.
   *
   * @returns `duplicate` if the delivery was assigned to this driver before
   * @throws DispatchError `not_found`, `illegal_transition` if the delivery is not waiting, `driver_unavailable`
   */
  assign(deliveryId: string, { driverId, operator }: AssignManually): Promise<{ duplicate: boolean }> {
    const { manager } = this.dataSource;
    const withdrawn: DriverAvailability[] = [];
    return untilClaimed(manager, driverId, async (tries) => {
      const delivery = await this.delivery(deliveryId);
      if (delivery.state === 'ASSIGNED' && delivery.driverId === driverId) {
        return { duplicate: tries === 1 };
      }
      if (delivery.state !== 'PENDING') {
        throw new DispatchError(
          'illegal_transition',
          `A ${delivery.state} delivery is not waiting for a driver`,
          {
            details: { state: delivery.state },
          },
        );
      }
      if (delivery.offeredUntil !== null) {
        withdrawn.push(...(await this.withdrawOffer(delivery, driverId)));
      }
      const candidate = await this.chosen.candidateFor(delivery, driverId, manager);
      const claimed = await this.claims.claimChosen(toManualSearch(delivery, candidate, operator), candidate);
      return claimed ? { duplicate: false } : undefined;
    }).finally(() => this.releases.publish(withdrawn));
  }

  /** Keeps the offer and throws if the chosen driver is unavailable for another reason than this offer. */
  private async withdrawOffer(delivery: DeliveryEntity, driverId: string): Promise<DriverAvailability[]> {
    const { manager } = this.dataSource;
    const offer = await this.offers.findOpen(manager, { deliveryId: delivery.id });
    if (offer?.driverId !== driverId) {
      await this.chosen.candidateFor(delivery, driverId, manager);
    }
    return this.dataSource.transaction((transaction) => this.offers.withdraw(transaction, delivery.id));
  }

  private async delivery(id: string): Promise<DeliveryEntity> {
    const delivery = await this.dataSource.manager.findOneBy(DeliveryEntity, { id });
    if (!delivery) {
      throw notFound('delivery', id);
    }
    return delivery;
  }
}
