import { endsNextDay, type Hours, type Period } from './hours';

export type PeriodsError = 'incomplete' | 'empty' | 'overlap';

/** Returns the first error of the periods of a day. The server rejects the same errors. */
export function periodsError(periods: readonly Period[]): PeriodsError | undefined {
  if (periods.some(({ from, to }) => !from || !to)) {
    return 'incomplete';
  }
  if (periods.some(({ from, to }) => from === to)) {
    return 'empty';
  }
  const spans = periods.map(parseSpan).sort((a, b) => a.from - b.from);
  const overlap = spans.some((span, index) => index > 0 && span.from < spans[index - 1]!.to);
  return overlap ? 'overlap' : undefined;
}

export type DateError = 'missing' | 'duplicate';

/** Returns the error of the date of an exception. */
export function dateError({ exceptions }: Hours, index: number): DateError | undefined {
  const date = exceptions[index]?.date;
  if (!date) {
    return 'missing';
  }
  return exceptions.some((other, at) => at !== index && other.date === date) ? 'duplicate' : undefined;
}

/** Start and end in minutes since the midnight before the period. */
function parseSpan(period: Period): { from: number; to: number } {
  const to = parseMinutes(period.to);
  return { from: parseMinutes(period.from), to: endsNextDay(period) ? to + 24 * 60 : to };
}

function parseMinutes(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
