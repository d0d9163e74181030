import { WEEKDAYS, type Hours, type Period } from './hours';

/** Parses the text of the field. Returns undefined for an empty text (always open) and null for an invalid one. */
export function parseHours(text: string | null | undefined): Hours | undefined | null {
  if (!text?.trim()) {
    return undefined;
  }
  try {
    const { weekdays, exceptions = [] } = JSON.parse(text) as Partial<Hours>;
    return isHours({ weekdays, exceptions }) ? { weekdays: weekdays ?? {}, exceptions } : null;
  } catch {
    return null;
  }
}

/** Serializes opening hours in a fixed order: weekdays from Monday on, dates ascending. */
export function formatHours(hours: Hours | undefined): string {
  if (!hours) {
    return '';
  }
  const days = WEEKDAYS.filter((day) => hours.weekdays[day]?.length);
  const weekdays = Object.fromEntries(days.map((day) => [day, hours.weekdays[day]]));
  const exceptions = [...hours.exceptions].sort((a, b) => (a.date < b.date ? -1 : 1));
  return JSON.stringify({ weekdays, exceptions });
}

/** Checks only the shape that the editor needs. The server validates the values. */
function isHours({ weekdays, exceptions }: { weekdays?: unknown; exceptions: unknown }): boolean {
  return (
    typeof weekdays === 'object' &&
    weekdays !== null &&
    Object.entries(weekdays).every(
      ([day, periods]) => WEEKDAYS.some((known) => known === day) && arePeriods(periods),
    ) &&
    Array.isArray(exceptions) &&
    exceptions.every((each) => typeof each?.date === 'string' && arePeriods(each.periods))
  );
}

function arePeriods(periods: unknown): periods is Period[] {
  return (
    Array.isArray(periods) &&
    periods.every((period) => typeof period?.from === 'string' && typeof period.to === 'string')
  );
}
