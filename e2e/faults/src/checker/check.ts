import type { Evidence } from '../evidence/evidence';
import { contextLines } from './violation-context';
import { Comparisons } from './comparisons';
import { oneDeliveryPerDriver } from './i1-one-delivery-per-driver';
import { oneDriverPerDelivery } from './i2-one-driver-per-delivery';
import { noLostOrder } from './i3-no-lost-order';
import { oneEventPerChange } from './i4-one-event-per-change';
import { bothSidesAgree } from './i5-both-sides-agree';
import { nearestAvailable } from './i6-nearest-available';
import { indexIsCorrect } from './i7-index-is-correct';
import { hostileMessagesChangeNothing } from './i8-hostile-messages-change-nothing';
import { offersEndOnce } from './i9-offers-end-once';
import { uniqueSubmissionKey } from './i10-unique-submission-key';
import { IndexedEvidence } from './indexed-evidence';
import { getInvariant, type Invariant, type SubCheck, type Violation } from './violation';

const INVARIANTS = [
  oneDeliveryPerDriver,
  oneDriverPerDelivery,
  noLostOrder,
  oneEventPerChange,
  bothSidesAgree,
  nearestAvailable,
  indexIsCorrect,
  hostileMessagesChangeNothing,
  offersEndOnce,
  uniqueSubmissionKey,
];

/** Largest number of violations of each check that have a context. */
const WITH_CONTEXT = 50;

export interface CheckOptions {
  /** Invariants, or single checks such as `I6.nearest`, that the fault can't satisfy. */
  except?: readonly (Invariant | SubCheck)[];
}

export interface CheckResult {
  violations: Violation[];
  /** Number of comparisons by check, including dropped checks. */
  compared: Comparisons;
}

/**
 * Checks the evidence of a run against the invariants. A pure function that takes O(n log n) for n operations and rows; see
 * `nearer-drivers.ts` for the one check that compares many drivers.
 */
export function check(evidence: Evidence, { except = [] }: CheckOptions = {}): CheckResult {
  const compared = new Comparisons();
  const history = new IndexedEvidence(evidence);
  const dropped = new Set<string>(except);
  const counts = new Map<string, number>();
  const violations = INVARIANTS.flatMap((invariant) => invariant(history, compared))
    .filter((finding) => !dropped.has(finding.check) && !dropped.has(getInvariant(finding.check)))
    .map((finding) => {
      const { check, subject, message } = finding;
      const count = (counts.get(check) ?? 0) + 1;
      counts.set(check, count);
      return {
        invariant: getInvariant(check),
        check,
        subject: subject.id,
        message: `${subject.kind} ${subject.id} ${message}`,
        context: count <= WITH_CONTEXT ? contextLines(history, finding) : [],
      };
    });
  return { violations, compared };
}
