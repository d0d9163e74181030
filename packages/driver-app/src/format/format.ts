import type { Address } from '@driver-dispatch/contract/messages';

/** Such as "850 m" or "3.2 km". */
export function formatDistance(metres: number, locale: string): string {
  const inKilometres = Math.round(metres / 10) * 10 >= 1_000;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: inKilometres ? 'kilometer' : 'meter',
    maximumFractionDigits: inKilometres ? 1 : 0,
  }).format(inKilometres ? metres / 1_000 : Math.round(metres / 10) * 10);
}

/** Hours and minutes, such as "3 hr 5 min". */
export function formatDuration(seconds: number, locale: string): string {
  const minutes = Math.floor(seconds / 60);
  const part = (value: number, unit: 'hour' | 'minute') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
  const hours = Math.floor(minutes / 60);
  return [...(hours > 0 ? [part(hours, 'hour')] : []), part(minutes % 60, 'minute')].join(' ');
}

/** The time of day in the time zone of the device. @param time ISO 8601, or milliseconds */
export function formatTime(time: string | number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(new Date(time));
}

/** Date and time of day in the time zone of the device. @param time ISO 8601 */
export function formatMoment(time: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short' }).format(new Date(time));
}

/** Lines of an address: street, then postal code and city. */
export function addressLines({ street, postalCode, city, province }: Address): string[] {
  const place = [postalCode, city, province].filter(Boolean).join(' ');
  return [street ?? '', place].filter((line) => line !== '');
}
