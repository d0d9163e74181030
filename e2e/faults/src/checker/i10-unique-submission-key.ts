import type { EngineDelivery, VendureDelivery } from '../evidence/evidence';
import type { Comparisons } from './comparisons';
import type { IndexedEvidence } from './indexed-evidence';
import { aboutOrder, type Finding } from './violation';

/** I10: a submission key belongs to one order only, also after a restore or reset. */
export function uniqueSubmissionKey(history: IndexedEvidence, compared: Comparisons): Finding[] {
  const { engine, vendure } = history.evidence;
  return [
    ...usedTwice('the engine', engine.deliveries, compared),
    ...usedTwice('Vendure', vendure.deliveries, compared),
    ...vendure.deliveries.flatMap((delivery) => [
      ...sameOrder(history, delivery, compared),
      ...sameDelivery(history, delivery, compared),
      ...ownEvents(history, delivery, compared),
    ]),
  ];
}

function usedTwice(
  side: string,
  deliveries: readonly (EngineDelivery | VendureDelivery)[],
  compared: Comparisons,
): Finding[] {
  const owners = new Map<string, string>();
  return deliveries.flatMap(({ submissionKey, orderCode }): Finding[] => {
    compared.add('I10.unique');
    const owner = owners.get(submissionKey);
    owners.set(submissionKey, orderCode);
    const message = `has the submission key of order ${owner} in ${side}`;
    return owner === undefined ? [] : [{ check: 'I10.unique', subject: aboutOrder(orderCode), message }];
  });
}

/** Checks that shop and engine have the same order for a submission key. */
function sameOrder(history: IndexedEvidence, vendure: VendureDelivery, compared: Comparisons): Finding[] {
  const engine = history.deliveryOfKey(vendure.submissionKey);
  if (!engine) {
    return [];
  }
  compared.add('I10.order');
  const different = (['sellerOrderId', 'orderCode', 'channelId'] as const).filter(
    (field) => engine[field] !== vendure[field],
  );
  const message = different
    .map((field) => `${field} is ${vendure[field]} in Vendure and ${engine[field]} in the engine`)
    .join('; ');
  return different.length === 0
    ? []
    : [{ check: 'I10.order', subject: aboutOrder(vendure.orderCode), message }];
}

/** Checks that the engine's delivery in Vendure's row has the row's submission key. */
function sameDelivery(
  history: IndexedEvidence,
  { submissionKey, orderCode, engineDeliveryId }: VendureDelivery,
  compared: Comparisons,
): Finding[] {
  if (engineDeliveryId === null) {
    return [];
  }
  compared.add('I10.delivery');
  const owner = history.delivery(engineDeliveryId);
  if (owner?.submissionKey === submissionKey) {
    return [];
  }
  const order = owner ? `order ${owner.orderCode}` : 'no known order';
  const message = `refers to delivery ${engineDeliveryId} of ${order}`;
  return [{ check: 'I10.delivery', subject: aboutOrder(orderCode), message }];
}

/** Checks that every event that Vendure applied to a delivery belongs to the delivery with its submission key. */
function ownEvents(
  history: IndexedEvidence,
  { id, submissionKey, orderCode }: VendureDelivery,
  compared: Comparisons,
): Finding[] {
  return history.vendureEventsOf(id).flatMap(({ eventId, type, createdAt }): Finding[] => {
    const event = history.event(eventId);
    const owner = event && history.delivery(event.deliveryId);
    if (!owner) {
      return [];
    }
    compared.add('I10.event');
    const message = `was changed by ${type} (${eventId}) of order ${owner.orderCode}`;
    return owner.submissionKey === submissionKey
      ? []
      : [{ check: 'I10.event', subject: aboutOrder(orderCode), message, at: createdAt }];
  });
}
