/** The time of day in a zone; undefined for no zone, null for one that does not exist. */
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
