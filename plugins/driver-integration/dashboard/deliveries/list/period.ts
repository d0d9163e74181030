import { startOfDay } from '../../display/start-of-day';

/** Parameters of the filters, as ISO 8601 times. */
export interface Times {
  /** Start of the period; undefined for all deliveries. */
  since: string | undefined;
  now: string;
}

/** The periods of the board and the list, with their length in days. Today starts at midnight in the browser's time zone. */
export const PERIODS = {
  today: { label: /* i18n */ 'Today', days: 1 },
  week: { label: /* i18n */ '7 days', days: 7 },
  month: { label: /* i18n */ '30 days', days: 30 },
  all: { label: /* i18n */ 'All', days: undefined },
} as const;

export type Period = keyof typeof PERIODS;

/** The period in the `period` parameter of the URL, or today. */
export function readPeriod(search: { period?: unknown }): Period {
  return Object.keys(PERIODS).find((period): period is Period => period === search.period) ?? 'today';
}

/** Returns the start of a period that ends today, and the current time. */
export function timesOf(period: Period, now = new Date()): Times {
  const { days } = PERIODS[period];
  const since = days && startOfDay(now, days - 1);
  return { since: since?.toISOString(), now: now.toISOString() };
}
