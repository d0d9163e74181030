import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isMisplaced, meetsRequirements } from './candidate';
import { CandidateFinder } from './candidate-finder';
import { DriverClaims } from './driver-claims';
import { matchNearest, type Matching, type Proposal } from './match-nearest';
import { RefusedDriverService } from './refused-driver.service';
import { startSearch, type Search } from './search';
import type { WaitingDelivery } from './waiting-delivery';

/** Retries, and milliseconds between them, when the row of an eligible driver is locked. */
export const LOCKED_RETRIES = 5;
export const LOCKED_PAUSE_MS = 15;

/**
 * Finds and claims the nearest eligible driver for each delivery. Redis proposes drivers, PostgreSQL decides. If a claim
 * fails, the next candidate is proposed. If the index has no candidates left, PostgreSQL is searched before the delivery
 * stays waiting.
 */
@Injectable()
export class AssignmentService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly finder: CandidateFinder,
    private readonly claims: DriverClaims,
    private readonly refused: RefusedDriverService,
  ) {}

  /**
   * Tries to assign many waiting deliveries at once. A failure for one does not affect the others.
   *
   * @param deliveries oldest first
   * @param match resolves conflicts when a driver is a candidate for several deliveries
   * @returns ids of the deliveries that are assigned or offered; the others stay waiting
   */
  async assign(deliveries: readonly WaitingDelivery[], match: Matching): Promise<string[]> {
    const assigned: string[] = [];
    let open = deliveries.map(startSearch);
    for (let round = 0; open.length > 0; round++) {
      await this.finder.find(open);
      const proposals = this.finder.propose(open, match);
      const claimed = await this.claims.claim(open, proposals);
      assigned.push(...claimed);
      open = await this.nextRound(open, proposals, new Set(claimed), round < LOCKED_RETRIES);
    }
    return assigned;
  }

  /**
   * Proposes the nearest drivers for new deliveries, and sets the candidates of the searches. Claims nothing.
   *
   * @param searches oldest delivery first
   */
  async proposeNearest(searches: readonly Search[]): Promise<Proposal[]> {
    await this.finder.find(searches);
    return this.finder.propose(searches, matchNearest);
  }

  /**
   * The searches of the next round. Removes drivers whose claim failed or who don't meet the requirements. Restarts a search
   * in PostgreSQL if its list is empty, or was ranked by wrong locations.
   *
   * @param retryLocked whether to retry eligible drivers whose rows were locked, such as by a location update or another
   * claim
   */
  private async nextRound(
    open: Search[],
    proposals: Proposal[],
    claimed: Set<string>,
    retryLocked: boolean,
  ): Promise<Search[]> {
    const failed = proposals.filter(({ deliveryId }) => !claimed.has(deliveryId));
    const eligible = await this.refused.review(failed.map(({ candidate }) => candidate.driverId));
    const queries = new Map(open.map(({ deliveryId, query }) => [deliveryId, query]));
    for (const { deliveryId, candidate } of failed) {
      const driver = eligible.get(candidate.driverId);
      if (driver) {
        // The index may have had other traits.
        meetsRequirements(queries.get(deliveryId)!, candidate, driver);
      }
    }
    const misplaced = new Set(
      failed
        .map(({ candidate }) => candidate)
        .filter((candidate) => isMisplaced(candidate, eligible.get(candidate.driverId)))
        .map(({ driverId }) => driverId),
    );
    if (retryLocked && eligible.size > misplaced.size) {
      await sleep(LOCKED_PAUSE_MS);
    }
    const keep = retryLocked ? new Set(eligible.keys()) : misplaced;
    const removed = new Set(
      proposals.map(({ candidate }) => candidate.driverId).filter((driverId) => !keep.has(driverId)),
    );
    const failedIds = new Map(failed.map(({ deliveryId, candidate }) => [deliveryId, candidate.driverId]));
    const next: Search[] = [];
    for (const search of open.filter(({ deliveryId }) => !claimed.has(deliveryId))) {
      const failedDriver = failedIds.get(search.deliveryId);
      if (failedDriver && misplaced.has(failedDriver)) {
        // The ranking used a wrong location.
        next.push({ ...search, source: 'POSTGRES', candidates: undefined });
        continue;
      }
      if (failedDriver && removed.has(failedDriver)) {
        search.query.excluded.add(failedDriver);
      }
      const before = search.candidates ?? [];
      search.candidates = before.filter(
        ({ driverId }) => !removed.has(driverId) && !search.query.skipped.has(driverId),
      );
      if (search.candidates.length > 0) {
        next.push(search);
      } else if (search.source === 'REDIS' || before.length > 0) {
        // The list may have been cut off: PostgreSQL may find drivers farther away.
        next.push({ ...search, source: 'POSTGRES', candidates: undefined });
      }
    }
    return this.stillWaiting(next);
  }

  /** Drops deliveries that were cancelled, or assigned or offered by another engine, meanwhile. */
  private async stillWaiting(searches: Search[]): Promise<Search[]> {
    if (searches.length === 0) {
      return [];
    }
    const rows = await this.dataSource.query<{ id: string }[]>(
      `SELECT id FROM driver_dispatch.deliveries 
       WHERE id = ANY ($1) AND state = 'PENDING' AND offered_until IS NULL`,
      [searches.map(({ deliveryId }) => deliveryId)],
    );
    const waiting = new Set(rows.map(({ id }) => id));
    return searches.filter(({ deliveryId }) => waiting.has(deliveryId));
  }
}
