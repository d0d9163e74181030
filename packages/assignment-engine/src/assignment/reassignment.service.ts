import { DispatchError, type DriverStatusReason, type Reassign } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import { sql } from '../database/sql';
import type { DeliveryEntity } from '../deliveries/delivery.entity';
import { lockDelivery } from '../deliveries/lock-delivery';
import { AvailabilityService } from '../redis/availability.service';
import { toAvailability, type DriverAvailabilityRow } from '../redis/driver-availability';
import type { Candidate } from './candidate';
import { ChosenDriverService, searchManually } from './chosen-driver.service';
import { DriverClaims, type ClaimedDriverRow } from './driver-claims';
import { decisionOf, type Search } from './search';
import { untilClaimed } from './until-claimed';
import { WaitingDeliveriesService } from './waiting-deliveries.service';

const RELEASE_DRIVER = sql('release-driver.sql');
const REASSIGN = sql('reassign-delivery.sql');

interface Handover {
  search: Search;
  candidate: Candidate;
  claimed: ClaimedDriverRow;
  freed: DriverAvailabilityRow[];
}

/** Undoes the release of who has the delivery: the other driver is not to be had. */
class NotClaimed extends Error {}

/** Moves a delivery that is not picked up yet from its driver to another, whom a person has chosen. */
@Injectable()
export class ReassignmentService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly chosen: ChosenDriverService,
    private readonly claims: DriverClaims,
    private readonly availability: AvailabilityService,
    private readonly waiting: WaitingDeliveriesService,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /**
   * @returns whether the delivery was this driver's before
   * @throws DispatchError `reassignment_disabled`, `not_found`, `illegal_transition` when the delivery is not ASSIGNED or
   * somebody else's by now, `driver_unavailable`
   */
  async reassign(deliveryId: string, choice: Reassign): Promise<{ duplicate: boolean }> {
    if (!this.configuration.assignment.reassignment) {
      throw new DispatchError('reassignment_disabled', 'This engine moves no delivery to another driver');
    }
    const outcome = await untilClaimed(choice.driverId, () => this.handOver(deliveryId, choice));
    if (outcome === 'repeat') {
      return { duplicate: true };
    }
    await this.claim(outcome);
    return { duplicate: false };
  }

  /** @returns undefined when the chosen driver's row is in other hands */
  private handOver(deliveryId: string, choice: Reassign): Promise<Handover | 'repeat' | undefined> {
    return this.dataSource
      .transaction(async (manager) => {
        const delivery = await lockDelivery(manager, deliveryId);
        return isRepeat(delivery, choice) ? 'repeat' : this.exchange(manager, delivery, choice);
      })
      .catch((error: unknown) => {
        if (error instanceof NotClaimed) {
          return undefined;
        }
        throw error;
      });
  }

  private async exchange(
    manager: EntityManager,
    delivery: DeliveryEntity,
    { driverId, operator }: Reassign,
  ): Promise<Handover> {
    const candidate = await this.chosen.candidateFor(delivery, driverId, manager);
    const search = searchManually(delivery, candidate, operator);
    const { ttlSeconds } = this.configuration.heartbeat;
    const freed = await manager.query<DriverAvailabilityRow[]>(RELEASE_DRIVER, [
      delivery.id, ttlSeconds, null, null, false, false,
      'reassigned' satisfies DriverStatusReason,
      null,
    ]);
    const [claimed] = await manager.query<ClaimedDriverRow[]>(REASSIGN, [
      delivery.id, driverId, candidate.distanceMetres,
      JSON.stringify(decisionOf(search)), ttlSeconds, operator,
    ]);
    if (!claimed) {
      throw new NotClaimed();
    }
    return { search, candidate, claimed, freed };
  }

  /** The exchange is committed; whatever fails from here on, the sweeper makes good. */
  private async claim({ search, candidate, claimed, freed }: Handover): Promise<void> {
    this.claims.announce(search, candidate, claimed);
    const drivers = freed.map(toAvailability);
    await this.availability.publish(drivers);
    const free = drivers.filter(({ status }) => status === 'AVAILABLE');
    await this.waiting.matchFreed(free.map(({ id }) => id));
  }
}

/** @throws DispatchError `illegal_transition` when the delivery is not to be had from whom it was seen with */
function isRepeat({ state, driverId }: DeliveryEntity, choice: Reassign): boolean {
  if (state !== 'ASSIGNED') {
    throw new DispatchError('illegal_transition', `A ${state} delivery is not moved to another driver`, {
      details: { state },
    });
  }
  if (driverId !== choice.driverId && driverId !== choice.fromDriverId) {
    throw new DispatchError('illegal_transition', 'This delivery has another driver by now', {
      details: { state, driverId },
    });
  }
  return driverId === choice.driverId;
}
