import { useDisplayLocale } from '@vendure/dashboard';
import { useDurationText } from './use-duration-text';

/** A duration in seconds, or in minutes and hours from two minutes on. */
export function Duration({ seconds }: Readonly<{ seconds: number }>) {
  const { bcp47Tag } = useDisplayLocale();
  const getDurationText = useDurationText();
  const format = new Intl.NumberFormat(bcp47Tag, {
    style: 'unit',
    unit: 'second',
    unitDisplay: 'short',
    maximumFractionDigits: seconds >= 10 ? 0 : 1,
  });
  return (
    <span className="whitespace-nowrap">
      {seconds >= 120 ? getDurationText(Math.round(seconds / 60)) : format.format(seconds)}
    </span>
  );
}
