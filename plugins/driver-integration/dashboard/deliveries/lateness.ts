import { hasEnded, type DeliveryState } from './delivery-state';

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
  /** How much later than promised, in whole minutes; at least 1 unless on time. */
  minutes: number;
}

/** Returns undefined without a promised time, for a waiting delivery that is not late, and for one that was not delivered. */
export function latenessOf(delivery: Timed, now = Date.now()): Lateness | undefined {
  const { state, promisedAt, eta, deliveredAt } = delivery;
  if (!promisedAt || state === 'FAILED' || state === 'CANCELLED') {
    return undefined;
  }
  const promised = Date.parse(promisedAt);
  const end = deliveredAt ? Date.parse(deliveredAt) : Math.max(now, eta ? Date.parse(eta) : 0);
  if (end <= promised) {
    return (deliveredAt ?? eta) ? { kind: 'onTime', minutes: 0 } : undefined;
  }
  const isLate = deliveredAt !== null || now > promised;
  const minutes = Math.max(1, Math.floor((end - promised) / 60_000));
  return { kind: isLate ? 'late' : 'expectedLate', minutes };
}

/** Whether a delivery has passed its promised time and has not ended. */
export function isOverdue(
  { state, promisedAt }: Pick<Timed, 'state' | 'promisedAt'>,
  now = Date.now(),
): boolean {
  return promisedAt !== null && !hasEnded(state) && Date.parse(promisedAt) < now;
}
