import { useLingui } from '@lingui/react/macro';
import { Badge, useLocalFormat } from '@vendure/dashboard';
import { useDurationText } from '../display/use-duration-text';
import { latenessOf, type Timed } from './lateness';

const VARIANTS = { onTime: 'success', expectedLate: 'warning', late: 'destructive' } as const;

/** The promised time of a delivery with its lateness. */
export function PromisedTime({ delivery }: Readonly<{ delivery: Timed }>) {
  const { formatDate } = useLocalFormat();
  const { promisedAt } = delivery;
  if (!promisedAt) {
    return null;
  }
  const today = new Date(promisedAt).toDateString() === new Date().toDateString();
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      <time
        className="whitespace-nowrap"
        dateTime={promisedAt}
        title={formatDate(promisedAt, { dateStyle: 'full', timeStyle: 'short' })}
      >
        {formatDate(promisedAt, { timeStyle: 'short', ...(today ? {} : { dateStyle: 'short' }) })}
      </time>
      <LatenessBadge delivery={delivery} />
    </span>
  );
}

/** Whether a delivery is on time or late; nothing if that is unknown. */
export function LatenessBadge({ delivery }: Readonly<{ delivery: Timed }>) {
  const { t } = useLingui();
  const getDurationText = useDurationText();
  const lateness = latenessOf(delivery);
  if (!lateness) {
    return null;
  }
  const { kind, minutes } = lateness;
  const duration = getDurationText(minutes);
  const texts = {
    onTime: t`On time`,
    expectedLate: t`Expected ${duration} late`,
    late: t`${duration} late`,
  };
  return <Badge variant={VARIANTS[kind]}>{texts[kind]}</Badge>;
}
