import type { AssignmentRecord } from '@driver-dispatch/contract';
import type { Candidate, CandidateSearch } from './candidate';
import type { WaitingDelivery } from './waiting-delivery';

/** Maximum of ranked candidates, and of skipped drivers, in the record of a decision. */
const MAX_RECORDED_CANDIDATES = 5;

/** The search for a driver of one delivery. */
export interface Search {
  deliveryId: string;
  submissionKey: string;
  query: CandidateSearch;
  source: AssignmentRecord['source'];
  /** The operator, for a manual assignment. */
  operator?: string;
  /** Drivers who are excluded because of an earlier offer. */
  offeredTo: readonly string[];
  /** Undefined until the source was searched. */
  candidates: Candidate[] | undefined;
}

export function startSearch(delivery: WaitingDelivery): Search {
  const { id, submissionKey, point, searchRadiusMetres, channelId, requirements, offeredTo = [] } = delivery;
  return {
    deliveryId: id,
    submissionKey,
    query: {
      point,
      radiusMetres: searchRadiusMetres,
      channelId,
      requirements,
      excluded: new Set(offeredTo),
      skipped: new Map(),
    },
    source: 'REDIS',
    offeredTo,
    candidates: undefined,
  };
}

/**
 * The record of an assignment decision: source, nearest candidates, drivers whose claim failed, and the nearest drivers who
 * don't meet the requirements.
 */
export function getDecision({ source, operator, candidates = [], query, offeredTo }: Search) {
  return {
    source,
    operator,
    refused: [...query.excluded].filter((driverId) => !offeredTo.includes(driverId)),
    ...(query.skipped.size > 0 && { skipped: getNearestSkipped(query) }),
    candidates: candidates.slice(0, MAX_RECORDED_CANDIDATES).map(({ driverId, distanceMetres }) => ({
      driverId,
      distanceMetres: Math.round(distanceMetres),
    })),
  };
}

function getNearestSkipped({ skipped }: CandidateSearch) {
  return [...skipped]
    .map(([driverId, { distanceMetres, reason }]) => ({
      driverId,
      distanceMetres: Math.round(distanceMetres),
      reason,
    }))
    .sort((a, b) => a.distanceMetres - b.distanceMetres)
    .slice(0, MAX_RECORDED_CANDIDATES);
}
