import { assignments } from './s01-assignments';
import type { Scenario } from './scenario';

/** Every measurement, in the order of the table. */
export const SCENARIOS: readonly Scenario[] = [assignments];
