import { useDisplayLocale } from '@vendure/dashboard';

/** A duration in seconds, or in minutes from two minutes on. */
export function Duration({ seconds }: Readonly<{ seconds: number }>) {
  const { bcp47Tag } = useDisplayLocale();
  const long = seconds >= 120;
  const format = new Intl.NumberFormat(bcp47Tag, {
    style: 'unit',
    unit: long ? 'minute' : 'second',
    unitDisplay: 'short',
    maximumFractionDigits: long || seconds >= 10 ? 0 : 1,
  });
  return <span className="whitespace-nowrap">{format.format(long ? seconds / 60 : seconds)}</span>;
}
