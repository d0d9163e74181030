import type { EngineAssignment, StatusChange } from '../evidence/evidence';
import type { Comparisons } from './comparisons';
import type { IndexedEvidence } from './indexed-evidence';
import { nearerDrivers } from './nearer-drivers';
import { aboutDelivery, aboutDriver, type Finding } from './violation';

/** Tolerance for rounding, in metres. */
const ROUNDING_METRES = 1;

/** I6: the assigned driver was AVAILABLE right before, eligible and, except in manual assignments, the nearest. */
export function nearestAvailable(history: IndexedEvidence, compared: Comparisons): Finding[] {
  return [
    ...history.evidence.engine.drivers.flatMap(({ id }) => availableBefore(history, id, compared)),
    ...history.evidence.engine.assignments.flatMap((assignment) => eligible(history, assignment, compared)),
    ...nearerDrivers(history, compared),
  ];
}

/** Checks that each assignment changed the driver from AVAILABLE to BUSY in the same transaction. */
function availableBefore(history: IndexedEvidence, driverId: string, compared: Comparisons): Finding[] {
  compared.add('I6.available', history.assignmentsOfDriver(driverId).length);
  const changes = history.changesOf(driverId);
  const assigned = new Map<number, StatusChange | undefined>();
  changes.forEach(({ reason, at }, i) => {
    // The acceptance of an offer is the second change.
    if ((reason === 'assigned' || reason === 'offered') && !assigned.has(at)) {
      assigned.set(at, changes[i - 1]);
    }
  });
  return history.assignmentsOfDriver(driverId).flatMap(({ deliveryId, assignedAt }): Finding[] => {
    const finding = { check: 'I6.available', subject: aboutDriver(driverId), at: assignedAt } as const;
    if (!assigned.has(assignedAt)) {
      return [{ ...finding, message: `was assigned delivery ${deliveryId} without a status change` }];
    }
    const before = assigned.get(assignedAt)?.status;
    return before === 'AVAILABLE'
      ? []
      : [{ ...finding, message: `was ${before ?? 'new'} before delivery ${deliveryId} was assigned` }];
  });
}

function eligible(history: IndexedEvidence, assignment: EngineAssignment, compared: Comparisons): Finding[] {
  const { deliveryId, driverId, distanceMetres, decision, assignedAt } = assignment;
  const delivery = history.delivery(deliveryId);
  const driver = history.driver(driverId);
  if (!delivery || !driver) {
    return [];
  }
  const findings: Finding[] = [];
  const subject = aboutDelivery(deliveryId);
  const served = history.served(driver, delivery.channelId, assignedAt);
  compared.add('I6.channel', served === undefined ? 0 : 1);
  compared.add('I6.radius');
  if (served === false) {
    const channels = driver.channels.join();
    const message = `of channel ${delivery.channelId} was assigned to ${driverId} of channels ${channels}`;
    findings.push({ check: 'I6.channel', subject, message, at: assignedAt });
  }
  const radius = decision.source === 'OPERATOR' ? Infinity : (delivery.searchRadiusMetres ?? 0);
  if (distanceMetres > radius + ROUNDING_METRES) {
    const distance = metres(distanceMetres);
    const message = `was assigned to ${driverId}, ${distance} away; its radius is ${metres(radius)}`;
    findings.push({ check: 'I6.radius', subject, message, at: assignedAt });
  }
  return findings;
}

const metres = (distance: number) => `${Math.round(distance)} m`;
