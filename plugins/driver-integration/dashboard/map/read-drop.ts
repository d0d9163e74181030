interface Responses<Delivery, Candidate> {
  /** Undefined while it is loading, null if it does not exist. */
  delivery: Delivery | null | undefined;
  /** Undefined while they are loading. */
  candidates: readonly Candidate[] | undefined;
  error: Error | null;
}

/** What is known after a delivery was dropped on a driver. */
export type Drop<Delivery, Candidate> =
  | { kind: 'loading' | 'noDelivery' | 'noCandidate' }
  | { kind: 'failed'; error: Error }
  | { kind: 'found'; delivery: Delivery; candidate: Candidate };

/** Finds the driver on whom a delivery was dropped among its candidates. Loaded data takes precedence over an error. */
export function readDrop<Delivery, Candidate extends { driver: { driverId: string } }>(
  { delivery, candidates, error }: Responses<Delivery, Candidate>,
  driverId: string,
): Drop<Delivery, Candidate> {
  if (delivery === null) {
    return { kind: 'noDelivery' };
  }
  if (!delivery || !candidates) {
    return error ? { kind: 'failed', error } : { kind: 'loading' };
  }
  const candidate = candidates.find(({ driver }) => driver.driverId === driverId);
  return candidate ? { kind: 'found', delivery, candidate } : { kind: 'noCandidate' };
}
