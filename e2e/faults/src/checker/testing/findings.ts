import type { Evidence } from '../../evidence/evidence';
import { check, type CheckOptions } from '../check';
import type { Violation } from '../violation';
import { healthyRun } from './run-builder';

export type Healthy = ReturnType<typeof healthyRun>;

/** Returns the violations in evidence. */
export function findViolations(evidence: Evidence, options?: CheckOptions): Violation[] {
  return check(evidence, options).violations;
}

/** Returns each violated check with its subject, sorted and without duplicates, after `plant` has changed a healthy run. */
export function findings(plant: (healthy: Healthy, evidence: Evidence) => void): string[] {
  const healthy = healthyRun();
  plant(healthy, healthy.evidence);
  return [
    ...new Set(findViolations(healthy.evidence).map((found) => `${found.check} ${found.subject}`)),
  ].sort();
}
