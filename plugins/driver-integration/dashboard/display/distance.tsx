import { useDisplayLocale } from '@vendure/dashboard';

/** A distance in metres, or in kilometres from 1 km on. */
export function Distance({ metres }: Readonly<{ metres: number }>) {
  const { bcp47Tag } = useDisplayLocale();
  return <span className="whitespace-nowrap tabular-nums">{formatDistance(metres, bcp47Tag)}</span>;
}

export function formatDistance(metres: number, locale: string): string {
  const far = metres >= 1000;
  const format = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: far ? 'kilometer' : 'meter',
    maximumFractionDigits: far ? 1 : 0,
  });
  return format.format(far ? metres / 1000 : metres);
}
