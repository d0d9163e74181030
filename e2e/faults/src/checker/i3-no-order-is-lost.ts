import { isFinished } from '@driver-dispatch/contract';
import type { EngineDelivery } from '../evidence/evidence';
import type { Operation, Request } from '../history/operation';
import type { Comparisons } from './comparisons';
import type { IndexedEvidence } from './indexed-evidence';
import { aboutDelivery, aboutOrder, type Finding } from './violation';

/** How far ahead the next attempt of a waiting delivery may be, in ms. */
const NEXT_ATTEMPT_WITHIN_MS = 60_000;

/** Vendure's states in which a delivery waits for people, who see why. */
const PARKED = new Set(['NOT_LOCATED', 'REFUSED']);

/** Requests that may make a delivery: a cancellation that comes first is remembered as one. */
const ASKS_FOR_DELIVERY = new Set<Request['kind']>(['order', 'cancel', 'cancelOrder']);

/** I3: what was answered with success has happened, and what was refused as wrong has not. */
export function noOrderIsLost(history: IndexedEvidence, compared: Comparisons): Finding[] {
  const findings = history.evidence.operations.flatMap((operation) => judge(history, operation, compared));
  compared.add('I3.handover', history.evidence.vendure.deliveries.length);
  return [...distinct(findings), ...handedOver(history), ...unmatched(history, compared)];
}

function judge(history: IndexedEvidence, operation: Operation, compared: Comparisons): Finding[] {
  const { request, outcome, code } = operation;
  if (outcome === 'unknown') {
    return [];
  }
  switch (request.kind) {
    case 'order':
      if (outcome === 'ok') {
        compared.add('I3.order');
        return accepted(history, request.sellerOrderId, operation);
      }
      if (code !== 'invalid_message') {
        return [];
      }
      compared.add('I3.refused');
      return refused(history, request.sellerOrderId, operation);
    case 'cancel':
    case 'cancelOrder':
    case 'pickUp':
    case 'complete':
    case 'fail':
      if (outcome !== 'ok') {
        return [];
      }
      compared.add('I3.move');
      return carriedOut(history, request, operation);
    default:
      return [];
  }
}

/** What must have happened since a step was answered with success. */
function carriedOut(
  history: IndexedEvidence,
  request: Extract<Request, { kind: 'cancel' | 'cancelOrder' | keyof typeof EVENT_OF }>,
  operation: Operation,
): Finding[] {
  switch (request.kind) {
    case 'cancel':
      return cancelled(history, request.sellerOrderId, operation);
    case 'cancelOrder':
      return orderCancelled(history, request.sellerOrderId, operation);
    default:
      return moved(history, request, operation);
  }
}

function accepted(history: IndexedEvidence, order: string, { completedAt }: Operation): Finding[] {
  const delivery = history.deliveryOfOrder(order);
  const parked = PARKED.has(history.vendureOfOrder(order)?.state ?? '');
  const problem = delivery
    ? stuck(delivery, history.evidence.readAt)
    : parked
      ? undefined
      : 'has no delivery';
  return problem === undefined
    ? []
    : [
        {
          check: 'I3.order',
          subject: aboutOrder(order),
          message: `was accepted, and ${problem}`,
          at: completedAt,
        },
      ];
}

/** What is wrong with a delivery's place in the world, if anything. */
function stuck(delivery: EngineDelivery, readAt: number): string | undefined {
  const { id, state, driverId, nextAttemptAt } = delivery;
  if (isFinished(state)) {
    return undefined;
  }
  if (state !== 'PENDING') {
    return driverId === null ? `its delivery ${id} is ${state} without a driver` : undefined;
  }
  if (nextAttemptAt === null || nextAttemptAt > readAt + NEXT_ATTEMPT_WITHIN_MS) {
    const next = nextAttemptAt === null ? 'never' : `at ${new Date(nextAttemptAt).toISOString()}`;
    return `its delivery ${id} waits and is tried next ${next}`;
  }
  return undefined;
}

/** A message that was refused as wrong leaves no delivery, unless another message has made it. */
function refused(history: IndexedEvidence, order: string, { completedAt }: Operation): Finding[] {
  const delivery = history.deliveryOfOrder(order);
  if (!delivery || mayHaveDelivery(history, order)) {
    return [];
  }
  const message = `was refused as invalid, and has delivery ${delivery.id}`;
  return [{ check: 'I3.refused', subject: aboutOrder(order), message, at: completedAt }];
}

/** Whether an order or a cancellation that was not refused can have made the order's delivery. */
export function mayHaveDelivery(history: IndexedEvidence, order: string): boolean {
  return history
    .operationsOnOrder(order)
    .some(({ request, outcome }) => outcome !== 'refused' && ASKS_FOR_DELIVERY.has(request.kind));
}

function cancelled(history: IndexedEvidence, order: string, { completedAt }: Operation): Finding[] {
  const delivery = history.deliveryOfOrder(order);
  if (delivery && hasEvent(history, delivery, ['delivery.cancelled'])) {
    return [];
  }
  const state = delivery ? `its delivery ${delivery.id} is ${delivery.state}` : 'it has no delivery';
  const message = `was cancelled, and ${state}`;
  return [{ check: 'I3.move', subject: aboutOrder(order), message, at: completedAt }];
}

/** Vendure cancels its order at once and tells the engine later, which may answer that it is too late. */
function orderCancelled(history: IndexedEvidence, order: string, operation: Operation): Finding[] {
  const delivery = history.deliveryOfOrder(order);
  const vendure = history.vendureOfOrder(order);
  if (!vendure && !delivery) {
    return [];
  }
  const answered = history.evidence.restored || vendure?.cancelAnsweredAt !== null;
  const tooLate =
    answered &&
    delivery !== undefined &&
    hasEvent(history, delivery, ['delivery.picked_up', 'delivery.failed']);
  return tooLate ? [] : cancelled(history, order, operation);
}

function hasEvent(history: IndexedEvidence, { id }: EngineDelivery, types: readonly string[]): boolean {
  return history.eventsOf(id).some(({ type }) => types.includes(type));
}

const EVENT_OF = {
  pickUp: 'delivery.picked_up',
  complete: 'delivery.delivered',
  fail: 'delivery.failed',
} as const;

function moved(
  history: IndexedEvidence,
  { kind, deliveryId, driverId }: Extract<Request, { kind: keyof typeof EVENT_OF }>,
  { completedAt }: Operation,
): Finding[] {
  const actor = `driver:${driverId}`;
  const told = history
    .eventsOf(deliveryId)
    .some((event) => event.type === EVENT_OF[kind] && event.actor === actor);
  if (told) {
    return [];
  }
  const message = `has no event ${EVENT_OF[kind]} of ${driverId}, who was told that it is done`;
  return [{ check: 'I3.move', subject: aboutDelivery(deliveryId), message, at: completedAt }];
}

function handedOver(history: IndexedEvidence): Finding[] {
  return history.evidence.vendure.deliveries.flatMap(
    ({ submissionKey, orderCode, state, submittedAt, problem }): Finding[] => {
      const subject = aboutOrder(orderCode);
      if (state === 'SUBMITTING') {
        const message = `is still on its way to the engine: ${problem ?? 'no problem known'}`;
        return [{ check: 'I3.handover', subject, message }];
      }
      if (submittedAt !== null && !history.deliveryOfKey(submissionKey)) {
        const message = 'was handed over, and the engine has no delivery';
        return [{ check: 'I3.handover', subject, message, at: submittedAt }];
      }
      return [];
    },
  );
}

/** A delivery that Vendure does not know, as it was restored, is shown to operators; one that it knows is not. */
function unmatched(history: IndexedEvidence, compared: Comparisons): Finding[] {
  const { engine, restored, scope } = history.evidence;
  return engine.deliveries.flatMap((delivery): Finding[] => {
    if (delivery.sellerOrderId.startsWith(scope)) {
      return [];
    }
    compared.add('I3.unmatched');
    const known = history.vendureOfKey(delivery.submissionKey) !== undefined;
    const shown = history.isUnmatched(delivery);
    if (known ? !shown : shown && restored) {
      return [];
    }
    const fate = shown ? 'is shown as unmatched' : 'nobody is shown that';
    const message = known
      ? 'is known to Vendure, and is shown as unmatched'
      : `is unknown to Vendure, which was ${restored ? '' : 'not '}restored, and ${fate}`;
    return [{ check: 'I3.unmatched', subject: aboutOrder(delivery.orderCode), message }];
  });
}

/** Of many requests with the same answer, one finding is enough. */
function distinct(findings: readonly Finding[]): Finding[] {
  const known = new Map(findings.map((finding) => [`${finding.subject.id} ${finding.message}`, finding]));
  return [...known.values()];
}
