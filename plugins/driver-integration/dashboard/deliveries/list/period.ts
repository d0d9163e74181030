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

/** Returns the start of a period that ends today, as an ISO 8601 time; undefined for all deliveries. */
export function startOf(period: Period, now = new Date()): string | undefined {
  const { days } = PERIODS[period];
  return days && new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1 - days).toISOString();
}
