/** Returns the local time in a zone, undefined without a zone and null for an unknown zone. */
export function timeIn(zone: string | null | undefined, at: Date, locale: string): string | undefined | null {
  if (!zone) {
    return undefined;
  }
  try {
    return new Intl.DateTimeFormat(locale, { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at);
  } catch {
    return null;
  }
}

/** Returns the local time in a zone, with the date unless it is the current date there. */
export function momentIn(timeZone: string, at: Date, now: Date, locale: string): string {
  const day = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'short' });
  const isToday = day.format(at) === day.format(now);
  return new Intl.DateTimeFormat(locale, {
    timeZone,
    timeStyle: 'short',
    ...(isToday ? {} : { dateStyle: 'short' }),
  }).format(at);
}
