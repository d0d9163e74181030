import type { HealthReport } from '@driver-dispatch/contract';
import { VendureEvent } from '@vendure/core';

/** The engine's health has turned worse or better since a sweep asked for it last. */
export class EngineHealthChangedEvent extends VendureEvent {
  constructor(
    /** `down` too when the engine does not answer. */
    readonly status: HealthReport['status'],
    readonly previous: HealthReport['status'],
    /** What the engine says of its parts; absent when it does not answer. */
    readonly report: HealthReport | undefined,
    /** Why it does not answer. */
    readonly problem: string | undefined,
  ) {
    super();
  }
}
