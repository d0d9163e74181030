import { compareCandidates, type Candidate } from './candidate';

/** A delivery and the drivers it may have, best first. */
export interface Contender {
  deliveryId: string;
  candidates: readonly Candidate[];
}

export interface Proposal {
  deliveryId: string;
  candidate: Candidate;
}

/**
 * Gives each delivery the best driver it can have when several want the same one: the nearer delivery has the
 * driver, the earlier in the list when they are equally near; the other takes its next.
 *
 * @param contenders oldest first
 */
export function matchNearest(contenders: readonly Contender[]): Proposal[] {
  const pairs = contenders.flatMap(({ deliveryId, candidates }, age) =>
    candidates.map((candidate) => ({ deliveryId, candidate, age })),
  );
  pairs.sort(
    (a, b) =>
      Math.round(a.candidate.distanceMetres) - Math.round(b.candidate.distanceMetres) ||
      a.age - b.age ||
      compareCandidates(a.candidate, b.candidate),
  );
  const served = new Set<string>();
  const taken = new Set<string>();
  return pairs.filter(({ deliveryId, candidate }) => {
    if (served.has(deliveryId) || taken.has(candidate.driverId)) {
      return false;
    }
    served.add(deliveryId);
    taken.add(candidate.driverId);
    return true;
  });
}
