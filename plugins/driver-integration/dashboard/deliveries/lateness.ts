import type { DeliveryState } from './delivery-state';

/** The times of a delivery that determine its lateness. */
export interface Timed {
  state: DeliveryState;
  promisedAt: string | null;
  eta: string | null;
  deliveredAt: string | null;
}

/** `expectedLate`: the promised time is not reached, but the ETA is later. */
export interface Lateness {
  kind: 'onTime' | 'expectedLate' | 'late';
  /** How much later than promised, in whole minutes. */
  minutes: number;
}

/** Returns undefined without a promised time, for a waiting delivery that is not late, and for one that was not delivered. */
export function latenessOf(delivery: Timed, now = Date.now()): Lateness | undefined {
  const { state, promisedAt, eta, deliveredAt } = delivery;
  if (!promisedAt || state === 'FAILED' || state === 'CANCELLED') {
    return undefined;
  }
  const minutesAfterPromise = (at: number) => Math.floor((at - Date.parse(promisedAt)) / 60_000);
  if (deliveredAt) {
    const minutes = minutesAfterPromise(Date.parse(deliveredAt));
    return minutes > 0 ? { kind: 'late', minutes } : { kind: 'onTime', minutes: 0 };
  }
  const expected = minutesAfterPromise(Math.max(now, eta ? Date.parse(eta) : 0));
  if (now > Date.parse(promisedAt)) {
    return { kind: 'late', minutes: expected };
  }
  if (expected > 0) {
    return { kind: 'expectedLate', minutes: expected };
  }
  return eta ? { kind: 'onTime', minutes: 0 } : undefined;
}
