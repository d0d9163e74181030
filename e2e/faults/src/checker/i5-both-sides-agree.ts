import type { VendureDelivery } from '../evidence/evidence';
import type { Comparisons } from './comparisons';
import type { IndexedEvidence } from './indexed-evidence';
import { aboutDelivery, type Finding } from './violation';

/** I5: Vendure applied the events of each delivery in sequence, and Vendure and the engine end in the same state. */
export function bothSidesAgree(history: IndexedEvidence, compared: Comparisons): Finding[] {
  return history.evidence.vendure.deliveries.flatMap((delivery) => {
    const engine = history.deliveryOfKey(delivery.submissionKey);
    if (!engine) {
      return [];
    }
    compared.add('I5.sequence');
    compared.add('I5.equal');
    return [
      ...appliedInSequence(history, delivery, engine.id),
      ...compare(engine.id, [
        ['state', delivery.state, engine.state],
        ['sequence', delivery.sequence, engine.sequence],
        ['driver', delivery.driverId, engine.driverId],
      ]),
    ];
  });
}

function appliedInSequence(history: IndexedEvidence, { id }: VendureDelivery, deliveryId: string): Finding[] {
  const sequences = history.vendureEventsOf(id).map(({ sequence }) => sequence);
  if (sequences.every((sequence, i) => sequence === i + 1)) {
    return [];
  }
  const message = `Vendure applied its events in the order ${sequences.join(', ')}`;
  return [{ check: 'I5.sequence', subject: aboutDelivery(deliveryId), message }];
}

function compare(
  deliveryId: string,
  fields: [name: string, vendure: string | number | null, engine: string | number | null][],
): Finding[] {
  const different = fields.filter(([, vendure, engine]) => vendure !== engine);
  if (different.length === 0) {
    return [];
  }
  const message = different
    .map(([name, vendure, engine]) => `${name} is ${vendure} in Vendure and ${engine} in the engine`)
    .join('; ');
  return [{ check: 'I5.equal', subject: aboutDelivery(deliveryId), message }];
}
