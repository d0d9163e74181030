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

/** The violations of a report, for people. */
export function violationLines({ id, seed, violations }: FaultReport): string[] {
  return violations.length === 0
    ? []
    : [
        ...violations.slice(0, 10).map((line) => `     ${line}`),
        `     again: npm run faults -- --only ${id} --seed ${seed}`,
      ];
}
