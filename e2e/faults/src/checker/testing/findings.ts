import type { Evidence } from '../../evidence/evidence';
import { check } from '../check';
import { healthyStory } from './story';

export type Healthy = ReturnType<typeof healthyStory>;

/** What is found after something was made wrong: each check with its subject, once and sorted. */
export function findings(plant: (healthy: Healthy, evidence: Evidence) => void): string[] {
  const healthy = healthyStory();
  plant(healthy, healthy.evidence);
  return [...new Set(check(healthy.evidence).map((found) => `${found.check} ${found.subject}`))].sort();
}
