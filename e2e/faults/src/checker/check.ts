import type { Evidence } from '../evidence/evidence';
import { linesAround } from './around';
import { Comparisons } from './comparisons';
import { oneDeliveryADriver } from './i1-one-delivery-a-driver';
import { oneDriverADelivery } from './i2-one-driver-a-delivery';
import { noOrderIsLost } from './i3-no-order-is-lost';
import { oneEventAChange } from './i4-one-event-a-change';
import { bothSidesAgree } from './i5-both-sides-agree';
import { theNearestAvailable } from './i6-the-nearest-available';
import { theIndexIsRight } from './i7-the-index-is-right';
import { hostileMessagesChangeNothing } from './i8-hostile-messages-change-nothing';
import { aKeyNamesOneOrder } from './i10-a-key-names-one-order';
import { IndexedEvidence } from './indexed-evidence';
import { invariantOf, type Invariant, type SubCheck, type Violation } from './violation';

const INVARIANTS = [
  oneDeliveryADriver,
  oneDriverADelivery,
  noOrderIsLost,
  oneEventAChange,
  bothSidesAgree,
  theNearestAvailable,
  theIndexIsRight,
  hostileMessagesChangeNothing,
  aKeyNamesOneOrder,
];

/** For how many violations of each check it is told what happened around them. */
const TOLD_AT_LENGTH = 50;

export interface CheckOptions {
  /** What a fault can't promise: whole invariants, or single checks such as `I6.nearest`. */
  except?: readonly (Invariant | SubCheck)[];
}

export interface CheckResult {
  violations: Violation[];
  /** How often each check compared something, whether or not it is dropped. */
  compared: Comparisons;
}

/**
 * Holds what a run has left behind against the invariants. Pure; with n operations and rows it takes O(n log n), see
 * `nearer-drivers.ts` for the one check that looks at many drivers.
 */
export function check(evidence: Evidence, { except = [] }: CheckOptions = {}): CheckResult {
  const compared = new Comparisons();
  const history = new IndexedEvidence(evidence);
  const dropped = new Set<string>(except);
  const counts = new Map<string, number>();
  const violations = INVARIANTS.flatMap((invariant) => invariant(history, compared))
    .filter((finding) => !dropped.has(finding.check) && !dropped.has(invariantOf(finding.check)))
    .map((finding) => {
      const { check, subject, message } = finding;
      const count = (counts.get(check) ?? 0) + 1;
      counts.set(check, count);
      return {
        invariant: invariantOf(check), check, subject: subject.id,
        message: `${subject.kind} ${subject.id} ${message}`,
        around: count <= TOLD_AT_LENGTH ? linesAround(history, finding) : [],
      };
    });
  return { violations, compared };
}
