import type { EngineAssignment, EngineDriver } from '../evidence/evidence';
import type { Comparisons } from './comparisons';
import type { IndexedEvidence } from './indexed-evidence';
import { CLOCK_MARGIN_MS } from './margins';
import { aboutDriver, type Finding } from './violation';

/** I1: a driver never has more than one delivery at a time, and is BUSY during a delivery. */
export function oneDeliveryPerDriver(history: IndexedEvidence, compared: Comparisons): Finding[] {
  return history.evidence.engine.drivers.flatMap((driver) => {
    const assignments = history.assignmentsOfDriver(driver.id);
    compared.add('I1.overlap', Math.max(0, assignments.length - 1));
    compared.add('I1.status');
    return [
      ...overlaps(assignments),
      ...wrongStatus(driver, [...assignments, ...history.openOffersOf(driver.id)]),
    ];
  });
}

/**
 * A row's time is the start of its transaction, so a release and the next assignment may seem to overlap by some ms. I6 checks
 * their order in the driver's status history.
 *
 * @param assignments earliest first
 */
function overlaps(assignments: readonly EngineAssignment[]): Finding[] {
  const findings: Finding[] = [];
  let longest: EngineAssignment | undefined;
  for (const assignment of assignments) {
    const { driverId, deliveryId, assignedAt } = assignment;
    if (longest && assignedAt < getEnd(longest) - CLOCK_MARGIN_MS) {
      findings.push({
        check: 'I1.overlap',
        subject: aboutDriver(driverId),
        message: `was assigned delivery ${deliveryId} while it had ${longest.deliveryId}`,
        at: assignedAt,
      });
    }
    if (!longest || getEnd(assignment) > getEnd(longest)) {
      longest = assignment;
    }
  }
  return findings;
}

const getEnd = ({ releasedAt }: EngineAssignment) => releasedAt ?? Infinity;

function wrongStatus(
  { id, status }: EngineDriver,
  assignments: readonly { releasedAt: number | null }[],
): Finding[] {
  const active = assignments.filter(({ releasedAt }) => releasedAt === null).length;
  if (active === (status === 'BUSY' ? 1 : 0)) {
    return [];
  }
  const message = `is ${status} with ${active} active assignments`;
  return [{ check: 'I1.status', subject: aboutDriver(id), message }];
}
