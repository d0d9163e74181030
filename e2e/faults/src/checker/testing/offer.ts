import type { EngineOffer } from '../../evidence/evidence';
import type { Healthy } from './findings';

/** Turns the first assignment of a healthy run into an accepted offer. */
export function addOffer({ evidence, run }: Healthy): EngineOffer {
  const { engine } = evidence;
  const assignment = engine.assignments[0]!;
  assignment.isOffer = true;
  const { deliveryId, driverId, assignedAt, releasedAt } = assignment;
  const offer: EngineOffer = {
    id: '1',
    deliveryId,
    driverId,
    offeredAt: assignedAt,
    endsAt: assignedAt + 45_000,
    acceptedAt: assignedAt + 10_000,
    end: null,
    releasedAt,
  };
  engine.offers.push(offer);
  run.operation({ kind: 'acceptOffer', offerId: offer.id, driverId });
  return offer;
}
