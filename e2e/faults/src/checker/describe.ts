import type { Violation } from './violation';

/** Largest number of violations that are described. The others are only counted. */
const DESCRIBED = 10;

/** Returns the number of violations of each check, then the first violations with their context. */
export function describeViolations(violations: readonly Violation[]): string {
  if (violations.length === 0) {
    return 'No violation.';
  }
  const counts = new Map<string, number>();
  for (const { check } of violations) {
    counts.set(check, (counts.get(check) ?? 0) + 1);
  }
  const summary = [...counts].map(([check, count]) => `${check}: ${count}`).join(', ');
  const more = violations.length - DESCRIBED;
  return [
    `${violations.length} violations (${summary})`,
    ...violations.slice(0, DESCRIBED).map(describeViolation),
    ...(more > 0 ? [`... and ${more} more`] : []),
  ].join('\n\n');
}

/** Returns one violation with its context. */
export function describeViolation({ check, message, context }: Violation): string {
  return [`${check} ${message}`, ...context.map((line) => `    ${line}`)].join('\n');
}
