import { useDisplayLocale, useLocalFormat } from '@vendure/dashboard';

/** Units in ascending order, with their length in seconds and the largest displayed amount. */
const UNITS = [
  { unit: 'second', seconds: 1, most: 60 },
  { unit: 'minute', seconds: 60, most: 60 },
  { unit: 'hour', seconds: 3_600, most: 24 },
  { unit: 'day', seconds: 86_400, most: Number.POSITIVE_INFINITY },
] as const;

/** A relative time such as `5 minutes ago`, with the absolute time as title. */
export function Moment({ at }: Readonly<{ at: string }>) {
  const { formatDate } = useLocalFormat();
  const { bcp47Tag } = useDisplayLocale();
  return (
    <time
      dateTime={at}
      title={formatDate(at, { dateStyle: 'medium', timeStyle: 'medium' })}
      className="whitespace-nowrap"
    >
      {fromNow(at, bcp47Tag)}
    </time>
  );
}

function fromNow(at: string, locale: string): string {
  const away = (Date.parse(at) - Date.now()) / 1_000;
  const { unit, seconds } = UNITS.find((one) => Math.abs(away) < one.seconds * one.most) ?? UNITS[3];
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.trunc(away / seconds), unit);
}
