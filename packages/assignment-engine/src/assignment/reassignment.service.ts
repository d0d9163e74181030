import { DispatchError, type Reassign } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import { DeliveryEntity } from '../database/delivery.entity';
import { lockDelivery } from '../database/lock-delivery';
import { sql } from '../database/sql';
import type { DriverAvailability } from '../redis/driver-availability';
import type { Candidate } from './candidate';
import { CandidateFinder } from './candidate-finder';
import { ChosenDriverService, toManualSearch } from './chosen-driver.service';
import { ClaimRunner, type ClaimedDriverRow } from './claim-runner';
import { DriverReleaseService } from './driver-release.service';
import { getDecision, startSearch, type Search } from './search';
import { untilClaimed } from './until-claimed';

const REASSIGN = sql('assignment/reassign-delivery.sql');

/** Recorded instead of a dispatcher. */
const ENGINE = 'engine';

/** Candidates to try for an automatic reassignment. */
const MAX_CANDIDATES = 5;

interface Reassigned {
  search: Search;
  candidate: Candidate;
  claimed: ClaimedDriverRow;
  released: DriverAvailability[];
}

/** Rolls back the release of the current driver: the chosen driver could not be claimed. */
class NotClaimed extends Error {}

/** Reassigns a delivery before its pickup to another driver, chosen by an operator or, after a no-show, the nearest one. */
@Injectable()
export class ReassignmentService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly chosen: ChosenDriverService,
    private readonly finder: CandidateFinder,
    private readonly claims: ClaimRunner,
    private readonly releases: DriverReleaseService,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /**
   * @returns `duplicate` if the delivery was assigned to this driver before
   * @throws DispatchError `reassignment_disabled`, `not_found`, `illegal_transition` if the delivery is not ASSIGNED,
   * `driver_changed` if it is assigned to a third driver, `driver_unavailable`
   */
  async reassign(deliveryId: string, choice: Reassign): Promise<{ duplicate: boolean }> {
    if (!this.configuration.assignment.reassignment) {
      throw new DispatchError('reassignment_disabled', 'Reassignment is disabled in this engine');
    }
    const outcome = await untilClaimed(this.dataSource.manager, choice.driverId, () =>
      this.tryReassign(deliveryId, choice),
    );
    if (outcome === 'repeat') {
      return { duplicate: true };
    }
    await this.publish(outcome);
    return { duplicate: false };
  }

  /**
   * Reassigns a delivery to the nearest available driver; `driverId` goes OFFLINE. Does nothing if there is no such driver, or
   * the delivery has changed.
   */
  async reassignToNearest(deliveryId: string, driverId: string): Promise<void> {
    for (const candidate of await this.nearest(deliveryId, driverId)) {
      const choice = { driverId: candidate.driverId, fromDriverId: driverId, operator: ENGINE };
      const outcome = await this.tryReassign(deliveryId, choice, true).catch((error: unknown) => {
        if (error instanceof DispatchError && !error.retryable) {
          return 'refused' as const;
        }
        throw error;
      });
      if (typeof outcome === 'object') {
        await this.publish(outcome);
        return;
      }
    }
  }

  /** The nearest candidates for a delivery besides its driver. */
  private async nearest(deliveryId: string, driverId: string): Promise<Candidate[]> {
    const delivery = await this.dataSource.manager.findOneBy(DeliveryEntity, { id: deliveryId });
    if (!delivery?.pickup) {
      return [];
    }
    const { id, submissionKey, channelId, pickup, searchRadiusMetres, requirements } = delivery;
    const waiting = { id, submissionKey, channelId, requirements, point: pickup.point };
    const search = startSearch({
      ...waiting,
      searchRadiusMetres: searchRadiusMetres!,
      offeredTo: [driverId],
    });
    // The index may have dropped the driver's neighbours: PostgreSQL has all of them.
    search.source = 'POSTGRES';
    await this.finder.find([search]);
    return (search.candidates ?? []).slice(0, MAX_CANDIDATES);
  }

  /**
   * @param endShift whether the shift of the previous driver ends
   * @returns undefined if the chosen driver's row is locked
   */
  private tryReassign(
    deliveryId: string,
    choice: Reassign,
    endShift = false,
  ): Promise<Reassigned | 'repeat' | undefined> {
    return this.dataSource
      .transaction(async (manager) => {
        const delivery = await lockDelivery(manager, deliveryId);
        return isRepeat(delivery, choice) ? 'repeat' : this.exchange(manager, delivery, choice, endShift);
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
    endShift: boolean,
  ): Promise<Reassigned> {
    const candidate = await this.chosen.candidateFor(delivery, driverId, manager);
    const search = toManualSearch(delivery, candidate, operator);
    const released = await this.releases.release(manager, delivery.id, { reason: 'reassigned', endShift });
    const [claimed] = await manager.query<ClaimedDriverRow[]>(REASSIGN, [
      delivery.id,
      driverId,
      candidate.distanceMetres,
      JSON.stringify(getDecision(search)),
      this.configuration.heartbeat.ttlSeconds,
      operator,
    ]);
    if (!claimed) {
      throw new NotClaimed();
    }
    return { search, candidate, claimed, released };
  }

  /** Runs after the commit. The sweeper makes up for any failure here. */
  private async publish({ search, candidate, claimed, released }: Reassigned): Promise<void> {
    this.claims.publishClaim(search, candidate, claimed);
    await this.releases.publish(released);
  }
}

/** @throws DispatchError `illegal_transition` if the delivery is not ASSIGNED, `driver_changed` if not to `fromDriverId` */
function isRepeat({ state, driverId }: DeliveryEntity, choice: Reassign): boolean {
  if (state !== 'ASSIGNED') {
    throw new DispatchError('illegal_transition', `A ${state} delivery cannot be reassigned`, {
      details: { state },
    });
  }
  if (driverId !== choice.driverId && driverId !== choice.fromDriverId) {
    throw new DispatchError('driver_changed', 'This delivery was assigned to another driver', {
      details: { driverId },
    });
  }
  return driverId === choice.driverId;
}
