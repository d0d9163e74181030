import { endsNextDay, type Hours, type Period } from './hours';

/** What is wrong with the periods of a day. */
export type PeriodsFault = 'incomplete' | 'empty' | 'overlap';

/** The first thing wrong with the periods of a day; the server refuses the same. */
export function periodsFault(periods: readonly Period[]): PeriodsFault | undefined {
  if (periods.some(({ from, to }) => !from || !to)) {
    return 'incomplete';
  }
  if (periods.some(({ from, to }) => from === to)) {
    return 'empty';
  }
  const spans = periods.map(spanOf).sort((a, b) => a.from - b.from);
  const overlap = spans.some((span, index) => index > 0 && span.from < spans[index - 1]!.to);
  return overlap ? 'overlap' : undefined;
}

/** The dates that more than one exception has, or that are missing. */
export function datesAtFault({ exceptions }: Hours): ReadonlySet<string> {
  const seen = new Set<string>();
  const wrong = new Set<string>();
  for (const { date } of exceptions) {
    if (!date || seen.has(date)) {
      wrong.add(date);
    }
    seen.add(date);
  }
  return wrong;
}

/** Minutes since the midnight before it. */
function spanOf(period: Period): { from: number; to: number } {
  const to = minutesOf(period.to);
  return { from: minutesOf(period.from), to: endsNextDay(period) ? to + 24 * 60 : to };
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
