import { useDisplayLocale } from '@vendure/dashboard';

/** A distance in metres, or in kilometres from 1 km on. */
export function Distance({ metres }: Readonly<{ metres: number }>) {
  const { bcp47Tag } = useDisplayLocale();
  const far = metres >= 1000;
  const format = new Intl.NumberFormat(bcp47Tag, {
    style: 'unit',
    unit: far ? 'kilometer' : 'meter',
    maximumFractionDigits: far ? 1 : 0,
  });
  return (
    <span className="whitespace-nowrap tabular-nums">{format.format(far ? metres / 1000 : metres)}</span>
  );
}
