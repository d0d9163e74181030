import type { HealthReport } from '@driver-dispatch/contract';
import { VendureEvent } from '@vendure/core';
import type { Problem } from '../problems/problem';

/** The engine's health status differs from the last check of the sweep. */
export class EngineHealthChangedEvent extends VendureEvent {
  constructor(
    /** Also `down` if the engine does not respond. */
    readonly status: HealthReport['status'],
    readonly previous: HealthReport['status'],
    /** Health report of the engine; undefined if it does not respond. */
    readonly report: HealthReport | undefined,
    /** Why the engine does not respond. */
    readonly problem: Problem | undefined,
  ) {
    super();
  }
}
