import { isAllowedTransition, type DeliveryState } from '@driver-dispatch/contract';
import type { EngineDelivery, EngineEvent, VendureEvent } from '../evidence/evidence';
import type { Comparisons } from './comparisons';
import type { IndexedEvidence } from './indexed-evidence';
import { aboutDelivery, type Finding } from './violation';

/** The state after each event. */
const STATE_AFTER: Record<string, DeliveryState> = {
  'delivery.accepted': 'PENDING',
  'delivery.unassigned': 'PENDING',
  'delivery.assigned': 'ASSIGNED',
  'delivery.reassigned': 'ASSIGNED',
  'delivery.picked_up': 'PICKED_UP',
  'delivery.delivered': 'DELIVERED',
  'delivery.failed': 'FAILED',
  'delivery.cancelled': 'CANCELLED',
};

/** Events that do not change the state. */
const STATE_KEPT: ReadonlySet<string> = new Set([
  'delivery.alert_raised',
  'delivery.alert_resolved',
  'delivery.pin_attempts_reset',
]);

/** I4: one event for each change of state. Vendure acknowledges each event and applies it once. */
export function oneEventPerChange(history: IndexedEvidence, compared: Comparisons): Finding[] {
  const { engine, vendure, scope, restored } = history.evidence;
  const applied = new Map<string, VendureEvent[]>();
  for (const event of vendure.events) {
    applied.set(event.eventId, [...(applied.get(event.eventId) ?? []), event]);
  }
  return [
    ...engine.deliveries.flatMap((delivery) => {
      const events = history.eventsOf(delivery.id);
      // A restored shop does not have the delivery. Its events are dead letters, which operators see.
      const lost = restored && history.isUnmatched(delivery);
      const sent = events.filter(({ sequence }) => sequence > 0 && !lost);
      const viaShop = !delivery.sellerOrderId.startsWith(scope);
      compared.add('I4.sequence');
      compared.add('I4.state');
      compared.add('I4.move', events.length);
      compared.add('I4.acknowledged', sent.length);
      compared.add('I4.applied', viaShop ? sent.length : 0);
      return [
        ...inSequence(delivery, events),
        ...legal(events),
        ...sameAsLast(delivery, events),
        ...sent.flatMap((event) => sentAndApplied(event, viaShop ? applied : undefined)),
      ];
    }),
    ...invented(history),
  ];
}

/** Sequences start with 0, the acceptance. The cancellation of an order that never arrived is number 1 and the only one. */
function inSequence({ id }: EngineDelivery, events: readonly EngineEvent[]): Finding[] {
  const sequences = events.map(({ sequence }) => sequence);
  const cancelledFirst = events.length === 1 && events[0].type === 'delivery.cancelled';
  const first = cancelledFirst ? 1 : 0;
  const complete =
    events.length > 0 &&
    sequences.every((sequence, i) => sequence === first + i) &&
    (cancelledFirst || events[0].type === 'delivery.accepted');
  if (complete) {
    return [];
  }
  const message = `has events ${events.map(({ sequence, type }) => `${sequence} ${type}`).join(', ') || 'none'}`;
  return [{ check: 'I4.sequence', subject: aboutDelivery(id), message }];
}

function legal(events: readonly EngineEvent[]): Finding[] {
  return events.flatMap(({ deliveryId, sequence, type, state, at }, i): Finding[] => {
    const subject = aboutDelivery(deliveryId);
    const before = i > 0 ? events[i - 1].state : undefined;
    const expected = STATE_KEPT.has(type) ? before : STATE_AFTER[type];
    if (expected !== state) {
      return [{ check: 'I4.move', subject, message: `event ${sequence} ${type} leads to ${state}`, at }];
    }
    const stays =
      STATE_KEPT.has(type) ||
      (type === 'delivery.unassigned' && before === 'PENDING') ||
      (type === 'delivery.reassigned' && before === 'ASSIGNED');
    if (before === undefined || stays || isAllowedTransition(before, state)) {
      return [];
    }
    return [{ check: 'I4.move', subject, message: `event ${sequence} goes from ${before} to ${state}`, at }];
  });
}

function sameAsLast({ id, state, sequence }: EngineDelivery, events: readonly EngineEvent[]): Finding[] {
  const last = events.at(-1);
  if (!last || (last.sequence === sequence && last.state === state)) {
    return [];
  }
  const message = `is ${state} at sequence ${sequence}, its last event ${last.state} at ${last.sequence}`;
  return [{ check: 'I4.state', subject: aboutDelivery(id), message, at: last.at }];
}

/** @param applied undefined when the shop does not have the delivery */
function sentAndApplied(
  event: EngineEvent,
  applied: ReadonlyMap<string, VendureEvent[]> | undefined,
): Finding[] {
  const { id, deliveryId, sequence, type, at, acknowledgedAt, sendAttempts, lastError, deadAt } = event;
  const subject = aboutDelivery(deliveryId);
  const name = `event ${sequence} ${type} (${id})`;
  const findings: Finding[] = [];
  if (acknowledgedAt === null) {
    const status = `${deadAt === null ? 'unsent' : 'a dead letter'} after ${sendAttempts} attempts`;
    findings.push({ check: 'I4.acknowledged', subject, message: `${name} is ${status}: ${lastError}`, at });
  }
  if (applied === undefined) {
    return findings;
  }
  const rows = applied.get(id) ?? [];
  if (rows.length !== 1) {
    findings.push({ check: 'I4.applied', subject, message: `${name} was applied ${rows.length} times`, at });
  } else if (rows[0].type !== type || rows[0].sequence !== sequence) {
    const message = `${name} was applied as ${rows[0].sequence} ${rows[0].type}`;
    findings.push({ check: 'I4.applied', subject, message, at });
  }
  return findings;
}

/** Finds events in Vendure that the engine does not have. */
function invented({ evidence: { engine, vendure } }: IndexedEvidence): Finding[] {
  const known = new Set(engine.events.map(({ id }) => id));
  const deliveries = new Map(vendure.deliveries.map((delivery) => [delivery.id, delivery]));
  const ids = new Map(engine.deliveries.map(({ id, submissionKey }) => [submissionKey, id]));
  return vendure.events
    .filter(({ eventId }) => !known.has(eventId))
    .map(({ eventId, deliveryId, sequence, type, createdAt }) => {
      const submissionKey = deliveries.get(deliveryId)?.submissionKey ?? String(deliveryId);
      return {
        check: 'I4.applied',
        subject: aboutDelivery(ids.get(submissionKey) ?? submissionKey),
        message: `Vendure applied event ${sequence} ${type} (${eventId}), which the engine does not have`,
        at: createdAt,
      };
    });
}
