import { WEEKDAYS, type Hours, type Period } from './hours';

/** The hours of the field's text; undefined for one that is always open, null for a text that can't be read. */
export function hoursOf(text: string | null | undefined): Hours | undefined | null {
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

/** The field's text, always the same for the same hours: weekdays from Monday on, dates in their order. */
export function textOf(hours: Hours | undefined): string {
  if (!hours) {
    return '';
  }
  const days = WEEKDAYS.filter((day) => hours.weekdays[day]?.length);
  const weekdays = Object.fromEntries(days.map((day) => [day, hours.weekdays[day]]));
  const exceptions = [...hours.exceptions].sort((a, b) => (a.date < b.date ? -1 : 1));
  return JSON.stringify({ weekdays, exceptions });
}

/** Just so far that an editor can show it; whether it makes sense, the server tells. */
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
