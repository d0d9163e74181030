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

/** Who has which driver when several deliveries want the same one; the contenders are given oldest first. */
export type Matching = (contenders: readonly Contender[]) => Proposal[];

interface Pair extends Proposal {
  /** Place in the list of contenders: the oldest has 0. */
  age: number;
}

/**
 * For deliveries that have come at the same time: the nearer one has the driver, the earlier in the list when they are
 * equally near; the other takes its next.
 */
export const matchNearest: Matching = (contenders) =>
  give(
    contenders,
    (a, b) =>
      Math.round(a.candidate.distanceMetres) - Math.round(b.candidate.distanceMetres) ||
      a.age - b.age ||
      compareCandidates(a.candidate, b.candidate),
  );

/** For deliveries that have waited: each, the oldest first, has the best driver that is left. */
export const matchOldest: Matching = (contenders) =>
  give(contenders, (a, b) => a.age - b.age || compareCandidates(a.candidate, b.candidate));

function give(contenders: readonly Contender[], compare: (a: Pair, b: Pair) => number): Proposal[] {
  const pairs = contenders.flatMap(({ deliveryId, candidates }, age) =>
    candidates.map((candidate) => ({ deliveryId, candidate, age })),
  );
  const served = new Set<string>();
  const taken = new Set<string>();
  return pairs.sort(compare).filter(({ deliveryId, candidate }) => {
    if (served.has(deliveryId) || taken.has(candidate.driverId)) {
      return false;
    }
    served.add(deliveryId);
    taken.add(candidate.driverId);
    return true;
  });
}
