import type { EngineAssignment, EngineDelivery } from '../evidence/evidence';
import type { Comparisons } from './comparisons';
import type { IndexedEvidence } from './indexed-evidence';
import { aboutDelivery, type Finding } from './violation';

/**
 * I2: a delivery has at most one assignment, plus one for each reassignment, without overlap. The last one is active while
 * the delivery is ASSIGNED or PICKED_UP.
 */
export function oneDriverPerDelivery(history: IndexedEvidence, compared: Comparisons): Finding[] {
  return history.evidence.engine.deliveries.flatMap((delivery) => {
    const assignments = history.assignmentsOf(delivery.id);
    compared.add('I2.single', assignments.length > 0 ? 1 : 0);
    compared.add('I2.active');
    const reassignments = history
      .eventsOf(delivery.id)
      .filter(({ type }) => type === 'delivery.reassigned').length;
    return [...single(delivery, assignments, reassignments), ...active(delivery, assignments)];
  });
}

function single(
  { id }: EngineDelivery,
  assignments: readonly EngineAssignment[],
  reassignments: number,
): Finding[] {
  const overlap = assignments.some(
    ({ releasedAt }, i) =>
      i + 1 < assignments.length && (releasedAt ?? Infinity) > assignments[i + 1].assignedAt,
  );
  if (assignments.length <= 1 + reassignments && !overlap) {
    return [];
  }
  const drivers = assignments.map(({ driverId }) => driverId).join(', ');
  const message = `has ${assignments.length} assignments: ${drivers}`;
  return [{ check: 'I2.single', subject: aboutDelivery(id), message, at: assignments[1].assignedAt }];
}

function active(
  { id, state, driverId }: EngineDelivery,
  assignments: readonly EngineAssignment[],
): Finding[] {
  const underWay = state === 'ASSIGNED' || state === 'PICKED_UP';
  const found = assignments.filter(({ releasedAt }) => releasedAt === null);
  const subject = aboutDelivery(id);
  if (found.length !== (underWay ? 1 : 0)) {
    return [{ check: 'I2.active', subject, message: `is ${state} with ${found.length} active assignments` }];
  }
  if (underWay && found[0].driverId !== driverId) {
    const message = `has driver ${driverId}, and its assignment has ${found[0].driverId}`;
    return [{ check: 'I2.active', subject, message }];
  }
  return [];
}
