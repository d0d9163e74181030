import type { Violation } from './violation';

/** How many violations are told at length; of the others it is told how many there are. */
const AT_LENGTH = 10;

/** Violations for people: how many of each kind, then the first ones with what happened around them. */
export function describeViolations(violations: readonly Violation[]): string {
  if (violations.length === 0) {
    return 'No violation.';
  }
  const counts = new Map<string, number>();
  for (const { check } of violations) {
    counts.set(check, (counts.get(check) ?? 0) + 1);
  }
  const summary = [...counts].map(([check, count]) => `${check}: ${count}`).join(', ');
  const more = violations.length - AT_LENGTH;
  return [
    `${violations.length} violations (${summary})`,
    ...violations.slice(0, AT_LENGTH).map(describeViolation),
    ...(more > 0 ? [`... and ${more} more`] : []),
  ].join('\n\n');
}

/** One violation, with what happened around it. */
export function describeViolation({ check, message, around }: Violation): string {
  return [`${check} ${message}`, ...around.map((line) => `    ${line}`)].join('\n');
}
