import { compareCandidates, type Candidate } from './candidate';

/** A delivery and its candidates, best first. */
export interface CandidateList {
  deliveryId: string;
  candidates: readonly Candidate[];
}

export interface Proposal {
  deliveryId: string;
  candidate: Candidate;
}

/** Matches each delivery with at most one driver and vice versa. The lists are given oldest delivery first. */
export type Matching = (lists: readonly CandidateList[]) => Proposal[];

interface Pair extends Proposal {
  /** Index of the delivery in the lists, which are oldest first. */
  position: number;
}

/**
 * For new deliveries: if several have the same best candidate, the nearest delivery gets the driver, at equal distance in
 * whole metres the oldest. Each of the others gets its next candidate who is not taken, if any.
 */
export const matchNearest: Matching = (lists) =>
  matchInOrder(
    lists,
    (a, b) =>
      Math.round(a.candidate.distanceMetres) - Math.round(b.candidate.distanceMetres) ||
      a.position - b.position ||
      compareCandidates(a.candidate, b.candidate),
  );

/** For deliveries that have waited: each, oldest first, is matched with its best remaining candidate. */
export const matchOldest: Matching = (lists) =>
  matchInOrder(lists, (a, b) => a.position - b.position || compareCandidates(a.candidate, b.candidate));

function matchInOrder(lists: readonly CandidateList[], compare: (a: Pair, b: Pair) => number): Proposal[] {
  const pairs = lists.flatMap(({ deliveryId, candidates }, position) =>
    candidates.map((candidate) => ({ deliveryId, candidate, position })),
  );
  const matchedDeliveries = new Set<string>();
  const matchedDrivers = new Set<string>();
  return pairs.sort(compare).filter(({ deliveryId, candidate }) => {
    if (matchedDeliveries.has(deliveryId) || matchedDrivers.has(candidate.driverId)) {
      return false;
    }
    matchedDeliveries.add(deliveryId);
    matchedDrivers.add(candidate.driverId);
    return true;
  });
}
