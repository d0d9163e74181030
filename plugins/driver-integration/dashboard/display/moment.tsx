import { useLingui } from '@lingui/react/macro';
import { useDisplayLocale, useLocalFormat } from '@vendure/dashboard';
import { useDurationText } from './use-duration-text';

/** Units in ascending order, with their length in seconds and the largest displayed amount. */
const UNITS = [
  { unit: 'second', seconds: 1, most: 60 },
  { unit: 'minute', seconds: 60, most: 60 },
  { unit: 'day', seconds: 86_400, most: Number.POSITIVE_INFINITY },
] as const;

interface MomentProps {
  at: string;
  /** Text for the last minute. Default: just now */
  now?: string;
}

/** A relative time such as `5 minutes ago` or `in 4 h 40 min`, with the absolute time as title. */
export function Moment({ at, now }: Readonly<MomentProps>) {
  const { formatDate } = useLocalFormat();
  const { bcp47Tag } = useDisplayLocale();
  const { t } = useLingui();
  const getDurationText = useDurationText();
  const seconds = secondsUntil(at);
  const inHours = Math.abs(seconds) >= 3_600 && Math.abs(seconds) < 86_400;
  const duration = getDurationText(Math.floor(Math.abs(seconds) / 60));
  const getText = () => {
    if (inHours) {
      return seconds > 0 ? t`in ${duration}` : t`${duration} ago`;
    }
    return seconds <= 0 && seconds > -60 ? (now ?? t`just now`) : fromNow(seconds, bcp47Tag);
  };
  return (
    <time
      dateTime={at}
      title={formatDate(at, { dateStyle: 'medium', timeStyle: 'medium' })}
      className="whitespace-nowrap"
    >
      {getText()}
    </time>
  );
}

function fromNow(away: number, locale: string): string {
  const { unit, seconds } = UNITS.find((one) => Math.abs(away) < one.seconds * one.most) ?? UNITS[2];
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.trunc(away / seconds), unit);
}

const secondsUntil = (at: string) => (Date.parse(at) - Date.now()) / 1_000;
