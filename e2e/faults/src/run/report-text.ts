import type { Invariant, SubCheck } from '../checker/violation';
import type { FaultReport } from './run-fault';

/** The check of each invariant whose comparisons are reported. */
export const COMPARED_BY: Record<Invariant, SubCheck> = {
  I1: 'I1.overlap',
  I2: 'I2.single',
  I3: 'I3.order',
  I4: 'I4.applied',
  I5: 'I5.equal',
  I6: 'I6.nearest',
  I7: 'I7.position',
  I8: 'I8.refused',
  I9: 'I9.accepted',
  I10: 'I10.order',
};

/** Number of comparisons of an invariant. */
export function countComparisons({ compared }: FaultReport, invariant: Invariant): number {
  return compared[COMPARED_BY[invariant]];
}

/** Returns one line with the result of a fault: requests, injections, comparisons, recovery time, violations. */
export function reportLine(report: FaultReport): string {
  const { id, title, seed, requests, injections, exchanges, recoveryMs, violations, ms } = report;
  const { total, ok, refused, unknown } = requests;
  return [
    id.padEnd(4),
    `seed ${seed}`,
    `${String(total).padStart(6)} requests (${ok} ok, ${refused} refused, ${unknown} unknown)`,
    `${String(injections.length).padStart(3)} injections`,
    `compared ${Object.keys(COMPARED_BY)
      .map((invariant) => `${invariant} ${countComparisons(report, invariant as Invariant)}`)
      .join(' ')}`,
    `${exchanges.found} of ${exchanges.tried} exchanges found`,
    `recovery ${(recoveryMs / 1_000).toFixed(1)} s`,
    `${violations.length} violations in ${Math.round(ms / 1_000)} s`,
    title,
  ].join('  ');
}

/** Largest number of violations that are printed. */
const PRINTED = 10;

/** Returns the printed violations of a report: the first with its context, the others in one line each. */
export function violationLines({ id, seed, violations }: FaultReport): string[] {
  const [first, ...others] = violations;
  if (first === undefined) {
    return [];
  }
  const more = violations.length - PRINTED;
  return [
    ...first.split('\n').map((line) => `     ${line}`),
    ...others.slice(0, PRINTED - 1).map((line) => `     ${line.split('\n')[0]}`),
    ...(more > 0 ? [`     ... and ${more} more`] : []),
    `     repeat: npm run faults -- --only ${id} --seed ${seed}`,
  ];
}
