import type { EngineAssignment, StatusChange } from '../evidence/evidence';
import type { Operation } from '../history/operation';
import type { IndexedEvidence } from './indexed-evidence';
import type { Finding } from './violation';

/** How many moments are shown, and how far from a finding's time those of a delivery's driver may be, in ms. */
const MOMENTS_AT_MOST = 60;
const DRIVER_WITHIN_MS = 15_000;

interface Moment {
  at: number;
  text: string;
}

/** What happened around a finding, in time order, and how things are in the end. */
export function linesAround(history: IndexedEvidence, { subject, at }: Finding): string[] {
  switch (subject.kind) {
    case 'driver':
      return [
        ...print(history, momentsOfDriver(history, subject.id), at),
        inTheEnd('driver', history.driver(subject.id)),
        inTheEnd('index', history.evidence.redis?.geo[subject.id]),
      ];
    case 'delivery':
    case 'order':
      return aroundDelivery(history, subject.id, at);
    case 'log line':
      return [];
  }
}

/** @param id of the delivery or of its order */
function aroundDelivery(history: IndexedEvidence, id: string, at: number | undefined): string[] {
  const delivery = history.delivery(id) ?? history.deliveryOfOrder(id);
  const orders = new Set([id, delivery?.sellerOrderId ?? id, delivery?.orderCode ?? id]);
  const vendure = [...orders].map((order) => history.vendureOfOrder(order)).find((row) => row !== undefined);
  const deliveryId = delivery?.id ?? id;
  const assignments = history.assignmentsOf(deliveryId);
  const times = at === undefined ? assignments.map(({ assignedAt }) => assignedAt) : [at];
  const moments: Moment[] = [
    ...[...orders].flatMap((order) => history.operationsOnOrder(order)).map(operationMoment),
    ...history.operationsOnDelivery(deliveryId).map(operationMoment),
    ...assignments.flatMap(assignmentMoments),
    ...history.eventsOf(deliveryId).map((event) => ({
      at: event.at,
      text: `event ${event.sequence} ${event.type} -> ${event.state} by ${event.actor} (${event.id})`,
    })),
    ...(vendure ? history.vendureEventsOf(vendure.id) : []).map((event) => ({
      at: event.createdAt,
      text: `Vendure applied event ${event.sequence} ${event.type} (${event.eventId})`,
    })),
    ...assignments
      .flatMap(({ driverId }) => momentsOfDriver(history, driverId))
      .filter((moment) => times.some((time) => Math.abs(moment.at - time) <= DRIVER_WITHIN_MS)),
  ];
  return [...print(history, moments, at), inTheEnd('delivery', delivery), inTheEnd('Vendure', vendure)];
}

function momentsOfDriver(history: IndexedEvidence, driverId: string): Moment[] {
  return [
    ...history.operationsOfDriver(driverId).map(operationMoment),
    ...history.changesOf(driverId).map(changeMoment),
    ...history.assignmentsOfDriver(driverId).flatMap(assignmentMoments),
  ];
}

function operationMoment({
  index,
  request,
  outcome,
  invokedAt,
  completedAt,
  status,
  code,
}: Operation): Moment {
  const { kind, ...details } = request;
  const answer = [outcome, status, code].filter((part) => part !== undefined).join(' ');
  const text = `operation ${index} ${kind} ${JSON.stringify(details)}: ${answer} after ${completedAt - invokedAt} ms`;
  return { at: invokedAt, text };
}

function changeMoment({ driverId, statusVersion, status, reason, at }: StatusChange): Moment {
  return { at, text: `driver ${driverId} ${status}, version ${statusVersion}: ${reason}` };
}

function assignmentMoments(assignment: EngineAssignment): Moment[] {
  const { id, deliveryId, driverId, distanceMetres, decision, assignedAt, releasedAt } = assignment;
  const pair = `assignment ${id} of ${deliveryId} to ${driverId}`;
  const choice = `${Math.round(distanceMetres)} m, decided by ${JSON.stringify(decision)}`;
  return [
    { at: assignedAt, text: `${pair}: ${choice}` },
    ...(releasedAt === null ? [] : [{ at: releasedAt, text: `${pair} released` }]),
  ];
}

/** The moments nearest to a time or, without one, the last; and the faults among them. */
function print({ evidence }: IndexedEvidence, moments: readonly Moment[], at: number | undefined): string[] {
  const distinct = [...new Map(moments.map((moment) => [`${moment.at} ${moment.text}`, moment])).values()];
  const shown = distinct
    .sort((a, b) => (at === undefined ? b.at - a.at : Math.abs(a.at - at) - Math.abs(b.at - at)))
    .slice(0, MOMENTS_AT_MOST);
  const times = shown.map((moment) => moment.at);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const faults = evidence.injections
    .filter((injection) => injection.at >= first && injection.at <= last)
    .map((injection) => ({ at: injection.at, text: `FAULT ${injection.what}` }));
  return [...shown, ...faults]
    .sort((a, b) => a.at - b.at)
    .map((moment) => `${new Date(moment.at).toISOString().slice(11, 23)} ${moment.text}`);
}

function inTheEnd(name: string, row: unknown): string {
  return `in the end: ${name} ${row === undefined ? 'none' : JSON.stringify(row)}`;
}
