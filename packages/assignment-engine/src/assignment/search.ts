import type { Candidate, CandidateSearch } from './candidate';
import type { WaitingDelivery } from './waiting-delivery';

/** How many of the ranked candidates a decision's record names. */
const CANDIDATES_ON_RECORD = 5;

/** A delivery on its way to a driver. */
export interface Search {
  deliveryId: string;
  submissionKey: string;
  query: CandidateSearch;
  source: 'redis' | 'postgres' | 'operator';
  /** Who has chosen the driver, where a person has. */
  operator?: string;
  /** Undefined until the source was asked. */
  candidates: Candidate[] | undefined;
}

export function startSearch(delivery: WaitingDelivery): Search {
  const { id, submissionKey, point, searchRadiusMetres, channelId } = delivery;
  return {
    deliveryId: id,
    submissionKey,
    query: { point, radiusMetres: searchRadiusMetres, channelId, without: new Set() },
    source: 'redis',
    candidates: undefined,
  };
}

/** The record that explains the choice: who was nearest, from which source, who was refused. */
export function decisionOf({ source, operator, candidates = [], query }: Search) {
  return {
    source,
    operator,
    refused: [...query.without],
    candidates: candidates.slice(0, CANDIDATES_ON_RECORD).map(({ driverId, distanceMetres }) => ({
      driverId,
      distanceMetres: Math.round(distanceMetres),
    })),
  };
}
