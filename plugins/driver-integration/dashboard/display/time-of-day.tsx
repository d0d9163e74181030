import { useLocalFormat } from '@vendure/dashboard';

/** A time with seconds, with the date as title. */
export function TimeOfDay({ at }: Readonly<{ at: string }>) {
  const { formatDate } = useLocalFormat();
  return (
    <time
      dateTime={at}
      title={formatDate(at, { dateStyle: 'full' })}
      className="whitespace-nowrap tabular-nums"
    >
      {formatDate(at, { timeStyle: 'medium' })}
    </time>
  );
}
