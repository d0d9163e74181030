import type { EngineAssignment, StatusChange } from '../evidence/evidence';
import type { Operation } from '../history/operation';
import type { IndexedEvidence } from './indexed-evidence';
import type { Finding } from './violation';

/** Largest number of entries. */
const MAX_ENTRIES = 60;

/** Entries of a delivery's driver are at most this far from the finding's time, in ms. */
const DRIVER_WITHIN_MS = 15_000;

interface Entry {
  at: number;
  text: string;
}

/** Returns the operations and rows around a finding in time order, and the final rows of its subject. */
export function contextLines(history: IndexedEvidence, { subject, at }: Finding): string[] {
  switch (subject.kind) {
    case 'driver':
      return [
        ...print(history, entriesOfDriver(history, subject.id), at),
        finalState('driver', history.driver(subject.id)),
        finalState('index', history.evidence.redis?.geo[subject.id]),
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
  const entries: Entry[] = [
    ...[...orders].flatMap((order) => history.operationsOnOrder(order)).map(operationEntry),
    ...history.operationsOnDelivery(deliveryId).map(operationEntry),
    ...assignments.flatMap(assignmentEntries),
    ...history.eventsOf(deliveryId).map((event) => ({
      at: event.at,
      text: `event ${event.sequence} ${event.type} -> ${event.state} by ${event.actor} (${event.id})`,
    })),
    ...(vendure ? history.vendureEventsOf(vendure.id) : []).map((event) => ({
      at: event.createdAt,
      text: `Vendure applied event ${event.sequence} ${event.type} (${event.eventId})`,
    })),
    ...assignments
      .flatMap(({ driverId }) => entriesOfDriver(history, driverId))
      .filter((entry) => times.some((time) => Math.abs(entry.at - time) <= DRIVER_WITHIN_MS)),
  ];
  return [...print(history, entries, at), finalState('delivery', delivery), finalState('Vendure', vendure)];
}

function entriesOfDriver(history: IndexedEvidence, driverId: string): Entry[] {
  return [
    ...history.operationsOfDriver(driverId).map(operationEntry),
    ...history.changesOf(driverId).map(changeEntry),
    ...history.assignmentsOfDriver(driverId).flatMap(assignmentEntries),
  ];
}

function operationEntry({ index, request, outcome, invokedAt, completedAt, status, code }: Operation): Entry {
  const { kind, ...details } = request;
  const answer = [outcome, status, code].filter((part) => part !== undefined).join(' ');
  const text = `operation ${index} ${kind} ${JSON.stringify(details)}: ${answer} after ${completedAt - invokedAt} ms`;
  return { at: invokedAt, text };
}

function changeEntry({ driverId, statusVersion, status, reason, at }: StatusChange): Entry {
  return { at, text: `driver ${driverId} ${status}, version ${statusVersion}: ${reason}` };
}

function assignmentEntries(assignment: EngineAssignment): Entry[] {
  const { id, deliveryId, driverId, distanceMetres, decision, assignedAt, releasedAt } = assignment;
  const pair = `assignment ${id} of ${deliveryId} to ${driverId}`;
  const choice = `${Math.round(distanceMetres)} m, decided by ${JSON.stringify(decision)}`;
  return [
    { at: assignedAt, text: `${pair}: ${choice}` },
    ...(releasedAt === null ? [] : [{ at: releasedAt, text: `${pair} released` }]),
  ];
}

/** Formats the entries nearest to a time or, without one, the last entries; and the faults between them. */
function print({ evidence }: IndexedEvidence, entries: readonly Entry[], at: number | undefined): string[] {
  const distinct = [...new Map(entries.map((entry) => [`${entry.at} ${entry.text}`, entry])).values()];
  const shown = distinct
    .sort((a, b) => (at === undefined ? b.at - a.at : Math.abs(a.at - at) - Math.abs(b.at - at)))
    .slice(0, MAX_ENTRIES);
  const times = shown.map((entry) => entry.at);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const faults = evidence.injections
    .filter((injection) => injection.at >= first && injection.at <= last)
    .map((injection) => ({ at: injection.at, text: `FAULT ${injection.what}` }));
  return [...shown, ...faults]
    .sort((a, b) => a.at - b.at)
    .map((entry) => `${new Date(entry.at).toISOString().slice(11, 23)} ${entry.text}`);
}

function finalState(name: string, row: unknown): string {
  return `final state: ${name} ${row === undefined ? 'none' : JSON.stringify(row)}`;
}
