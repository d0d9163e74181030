import type { Evidence } from '../../evidence/evidence';
import { check, type CheckOptions } from '../check';
import type { Violation } from '../violation';
import { healthyStory } from './story';

export type Healthy = ReturnType<typeof healthyStory>;

/** What the checker finds in some evidence. */
export function violationsOf(evidence: Evidence, options?: CheckOptions): Violation[] {
  return check(evidence, options).violations;
}

/** What is found after something was made wrong: each check with its subject, once and sorted. */
export function findings(plant: (healthy: Healthy, evidence: Evidence) => void): string[] {
  const healthy = healthyStory();
  plant(healthy, healthy.evidence);
  return [
    ...new Set(violationsOf(healthy.evidence).map((found) => `${found.check} ${found.subject}`)),
  ].sort();
}
