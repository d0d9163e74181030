import { useDisplayLocale } from '@vendure/dashboard';

/** A weight in kilograms, or in grams below 1 kg. */
export function Weight({ grams }: Readonly<{ grams: number }>) {
  const { bcp47Tag } = useDisplayLocale();
  const heavy = grams >= 1000;
  const format = new Intl.NumberFormat(bcp47Tag, {
    style: 'unit',
    unit: heavy ? 'kilogram' : 'gram',
    maximumFractionDigits: heavy ? 1 : 0,
  });
  return (
    <span className="whitespace-nowrap tabular-nums">{format.format(heavy ? grams / 1000 : grams)}</span>
  );
}
