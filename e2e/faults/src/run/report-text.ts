import type { FaultReport } from './run-fault';

/** One line for each fault: what struck, how often, how long it took to recover, what was broken. */
export function reportLine({
  id,
  title,
  seed,
  requests,
  injections,
  recoveryMs,
  violations,
}: FaultReport): string {
  const { total, ok, refused, unknown } = requests;
  return [
    id.padEnd(4),
    `seed ${seed}`,
    `${String(total).padStart(6)} requests (${ok} ok, ${refused} refused, ${unknown} unknown)`,
    `${String(injections.length).padStart(3)} injections`,
    `recovery ${(recoveryMs / 1_000).toFixed(1)} s`,
    `${violations.length} violations`,
    title,
  ].join('  ');
}

/** How many violations are told, each in a line. */
const TOLD = 10;

/** The violations of a report, for people: the first with all that happened around it. */
export function violationLines({ id, seed, violations }: FaultReport): string[] {
  const [first, ...others] = violations;
  if (first === undefined) {
    return [];
  }
  const more = violations.length - TOLD;
  return [
    ...first.split('\n').map((line) => `     ${line}`),
    ...others.slice(0, TOLD - 1).map((line) => `     ${line.split('\n')[0]}`),
    ...(more > 0 ? [`     ... and ${more} more`] : []),
    `     again: npm run faults -- --only ${id} --seed ${seed}`,
  ];
}
