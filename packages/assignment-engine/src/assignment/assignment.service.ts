import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isMisplaced } from './candidate';
import { CandidateFinder } from './candidate-finder';
import { DriverClaims } from './driver-claims';
import { matchNearest, type Matching, type Proposal } from './match-nearest';
import { toWaiting, type NewOrder } from './new-order';
import { RefusedDriverService } from './refused-driver.service';
import { startSearch, type Search } from './search';
import type { WaitingDelivery } from './waiting-delivery';

/** How often, and after how many ms, a driver is asked for again whose row was only locked for a moment. */
export const LOCKED_RETRIES = 5;
export const LOCKED_PAUSE_MS = 15;

/**
 * Finds the nearest eligible driver for each delivery and claims the two for each other. Redis proposes,
 * PostgreSQL decides: whoever it refuses is passed over for the next, and when the index has nobody left
 * PostgreSQL is asked before a delivery is left waiting.
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
   * Tries to assign waiting deliveries, each on its own merits, many at once.
   *
   * @param deliveries oldest first
   * @param match who has a driver that several want
   * @returns ids of those that have a driver now; the others wait on
   */
  async assign(deliveries: readonly WaitingDelivery[], match: Matching): Promise<string[]> {
    const assigned: string[] = [];
    let open = deliveries.map(startSearch);
    for (let round = 0; open.length > 0; round++) {
      await this.finder.find(open);
      const proposals = this.finder.propose(open, match);
      const claimed = await this.claims.claim(open, proposals);
      assigned.push(...claimed);
      open = await this.goOn(open, proposals, new Set(claimed), round < LOCKED_RETRIES);
    }
    return assigned;
  }

  /**
   * Stores orders, each with the nearest driver found for it if the claim succeeds. No driver is looked for while an order
   * is held.
   *
   * @param orders none twice, oldest first
   * @returns of the orders that are new, by the delivery's id, whether it has a driver
   */
  async accept(orders: readonly NewOrder[]): Promise<Map<string, boolean>> {
    const searches = orders.map((order) => startSearch(toWaiting(order)));
    await this.finder.find(searches.filter((_, i) => orders[i].heldUntil === undefined));
    return this.claims.accept(orders, searches, this.finder.propose(searches, matchNearest));
  }

  /**
   * What is left to do: refused drivers are struck off; a list that ran out, or was ranked by places that are not
   * true, is asked for anew.
   *
   * @param patient whether a driver who is free, and whose row was only locked, is asked for once more: a location
   * was being stored, or another claim is about to commit
   */
  private async goOn(
    open: Search[],
    proposals: Proposal[],
    claimed: Set<string>,
    patient: boolean,
  ): Promise<Search[]> {
    const refusals = proposals.filter(({ deliveryId }) => !claimed.has(deliveryId));
    const free = await this.refused.review(refusals.map(({ candidate }) => candidate.driverId));
    const misplaced = new Set(
      refusals
        .map(({ candidate }) => candidate)
        .filter((candidate) => isMisplaced(candidate, free.get(candidate.driverId)))
        .map(({ driverId }) => driverId),
    );
    if (patient && free.size > misplaced.size) {
      await sleep(LOCKED_PAUSE_MS);
    }
    const keep = patient ? new Set(free.keys()) : misplaced;
    const struck = new Set(
      proposals.map(({ candidate }) => candidate.driverId).filter((driverId) => !keep.has(driverId)),
    );
    const refusedTo = new Map(refusals.map(({ deliveryId, candidate }) => [deliveryId, candidate.driverId]));
    const left: Search[] = [];
    for (const search of open.filter(({ deliveryId }) => !claimed.has(deliveryId))) {
      const refused = refusedTo.get(search.deliveryId);
      if (refused && misplaced.has(refused)) {
        // Who is nearest was judged by a place that is not true.
        left.push({ ...search, source: 'postgres', candidates: undefined });
        continue;
      }
      if (refused && struck.has(refused)) {
        search.query.without.add(refused);
      }
      const before = search.candidates ?? [];
      search.candidates = before.filter(({ driverId }) => !struck.has(driverId));
      if (search.candidates.length > 0) {
        left.push(search);
      } else if (search.source === 'redis' || before.length > 0) {
        // The list ran out, yet somebody may stand behind its last. PostgreSQL knows.
        left.push({ ...search, source: 'postgres', candidates: undefined });
      }
    }
    return this.stillWaiting(left);
  }

  /** Drops deliveries that were cancelled, or assigned by another engine, in the meantime. */
  private async stillWaiting(searches: Search[]): Promise<Search[]> {
    if (searches.length === 0) {
      return [];
    }
    const rows = await this.dataSource.query<{ id: string }[]>(
      `SELECT id FROM driver_dispatch.deliveries WHERE id = ANY ($1) AND state = 'PENDING'`,
      [searches.map(({ deliveryId }) => deliveryId)],
    );
    const waiting = new Set(rows.map(({ id }) => id));
    return searches.filter(({ deliveryId }) => waiting.has(deliveryId));
  }
}
