import { isFinished } from '@driver-dispatch/contract';
import type { EngineDelivery } from '../evidence/evidence';
import type { Operation, Request } from '../history/operation';
import type { Comparisons } from './comparisons';
import type { IndexedEvidence } from './indexed-evidence';
import { aboutDelivery, aboutOrder, type Finding } from './violation';

/** Longest time until the next assignment attempt of a PENDING delivery, in ms. */
const NEXT_ATTEMPT_WITHIN_MS = 60_000;

/** Vendure's states in which a delivery needs an operator, with a reason. */
const NEEDS_OPERATOR = new Set(['NOT_LOCATED', 'REFUSED']);

/** Requests that may create a delivery. A cancellation that arrives first creates a CANCELLED one. */
const CREATES_DELIVERY = new Set<Request['kind']>(['order', 'cancel', 'cancelOrder']);

/** I3: requests that were answered with success have taken effect, and invalid requests have not. */
export function noLostOrder(history: IndexedEvidence, compared: Comparisons): Finding[] {
  const findings = history.evidence.operations.flatMap((operation) =>
    checkOperation(history, operation, compared),
  );
  compared.add('I3.submission', history.evidence.vendure.deliveries.length);
  return [...distinct(findings), ...submitted(history), ...unmatched(history, compared)];
}

function checkOperation(history: IndexedEvidence, operation: Operation, compared: Comparisons): Finding[] {
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
      return tookEffect(history, request, operation);
    default:
      return [];
  }
}

/** Checks the effect of a step that was answered with success. */
function tookEffect(
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
  const needsOperator = NEEDS_OPERATOR.has(history.vendureOfOrder(order)?.state ?? '');
  const problem = delivery
    ? findProblem(delivery, history.evidence.readAt)
    : needsOperator
      ? undefined
      : 'it has no delivery';
  return problem === undefined
    ? []
    : [
        {
          check: 'I3.order',
          subject: aboutOrder(order),
          message: `was accepted, but ${problem}`,
          at: completedAt,
        },
      ];
}

/** Describes why a delivery makes no progress; undefined if it does or has ended. */
function findProblem(delivery: EngineDelivery, readAt: number): string | undefined {
  const { id, state, driverId, nextAttemptAt } = delivery;
  if (isFinished(state)) {
    return undefined;
  }
  if (state !== 'PENDING') {
    return driverId === null ? `its delivery ${id} is ${state} without a driver` : undefined;
  }
  if (nextAttemptAt === null || nextAttemptAt > readAt + NEXT_ATTEMPT_WITHIN_MS) {
    const next = nextAttemptAt === null ? 'never' : `at ${new Date(nextAttemptAt).toISOString()}`;
    return `its delivery ${id} is PENDING with the next attempt ${next}`;
  }
  return undefined;
}

/** Checks that a rejected message has created no delivery. Another message may have created it. */
function refused(history: IndexedEvidence, order: string, { completedAt }: Operation): Finding[] {
  const delivery = history.deliveryOfOrder(order);
  if (!delivery || mightHaveDelivery(history, order)) {
    return [];
  }
  const message = `was rejected as invalid, but has delivery ${delivery.id}`;
  return [{ check: 'I3.refused', subject: aboutOrder(order), message, at: completedAt }];
}

/** Whether an order or a cancellation that was not rejected may have created the order's delivery. */
export function mightHaveDelivery(history: IndexedEvidence, order: string): boolean {
  return history
    .operationsOnOrder(order)
    .some(({ request, outcome }) => outcome !== 'refused' && CREATES_DELIVERY.has(request.kind));
}

function cancelled(history: IndexedEvidence, order: string, { completedAt }: Operation): Finding[] {
  const delivery = history.deliveryOfOrder(order);
  if (delivery && hasEvent(history, delivery, ['delivery.cancelled'])) {
    return [];
  }
  const state = delivery ? `its delivery ${delivery.id} is ${delivery.state}` : 'it has no delivery';
  const message = `was cancelled, but ${state}`;
  return [{ check: 'I3.move', subject: aboutOrder(order), message, at: completedAt }];
}

/** Vendure cancels the order first and the delivery later. The engine may answer that it is too late. */
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
  const found = history
    .eventsOf(deliveryId)
    .some((event) => event.type === EVENT_OF[kind] && event.actor === actor);
  if (found) {
    return [];
  }
  const message = `has no event ${EVENT_OF[kind]} of ${driverId}, whose request was answered with success`;
  return [{ check: 'I3.move', subject: aboutDelivery(deliveryId), message, at: completedAt }];
}

function submitted(history: IndexedEvidence): Finding[] {
  return history.evidence.vendure.deliveries.flatMap(
    ({ submissionKey, orderCode, state, submittedAt, problem }): Finding[] => {
      const subject = aboutOrder(orderCode);
      if (state === 'SUBMITTING') {
        const message = `is still SUBMITTING: ${problem ?? 'no problem known'}`;
        return [{ check: 'I3.submission', subject, message }];
      }
      if (submittedAt !== null && !history.deliveryOfKey(submissionKey)) {
        const message = 'was submitted, but the engine has no delivery';
        return [{ check: 'I3.submission', subject, message, at: submittedAt }];
      }
      return [];
    },
  );
}

/** Checks that exactly the deliveries that a restored Vendure does not have are listed as unmatched. */
function unmatched(history: IndexedEvidence, compared: Comparisons): Finding[] {
  const { engine, restored, scope } = history.evidence;
  return engine.deliveries.flatMap((delivery): Finding[] => {
    if (delivery.sellerOrderId.startsWith(scope)) {
      return [];
    }
    compared.add('I3.unmatched');
    const inVendure = history.vendureOfKey(delivery.submissionKey) !== undefined;
    const listed = history.isUnmatched(delivery);
    if (inVendure ? !listed : listed && restored) {
      return [];
    }
    const status = listed ? 'is listed as unmatched' : 'is not listed as unmatched';
    const message = inVendure
      ? 'is in Vendure, but is listed as unmatched'
      : `is not in Vendure, which was ${restored ? '' : 'not '}restored, and ${status}`;
    return [{ check: 'I3.unmatched', subject: aboutOrder(delivery.orderCode), message }];
  });
}

/** Keeps one of several equal findings. */
function distinct(findings: readonly Finding[]): Finding[] {
  const known = new Map(findings.map((finding) => [`${finding.subject.id} ${finding.message}`, finding]));
  return [...known.values()];
}
