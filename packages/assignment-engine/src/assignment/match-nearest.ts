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
  /** Index of the delivery in the lists; the oldest has 0. */
  age: number;
}

/**
 * For new deliveries: of several deliveries with the same candidate, the nearest is matched, the earlier one at equal
 * distance. The others are matched with their next candidate.
 */
export const matchNearest: Matching = (lists) =>
  matchInOrder(
    lists,
    (a, b) =>
      Math.round(a.candidate.distanceMetres) - Math.round(b.candidate.distanceMetres) ||
      a.age - b.age ||
      compareCandidates(a.candidate, b.candidate),
  );

/** For deliveries that have waited: each, oldest first, is matched with its best remaining candidate. */
export const matchOldest: Matching = (lists) =>
  matchInOrder(lists, (a, b) => a.age - b.age || compareCandidates(a.candidate, b.candidate));

function matchInOrder(lists: readonly CandidateList[], compare: (a: Pair, b: Pair) => number): Proposal[] {
  const pairs = lists.flatMap(({ deliveryId, candidates }, age) =>
    candidates.map((candidate) => ({ deliveryId, candidate, age })),
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
