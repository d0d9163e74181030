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
