import { useLingui } from '@lingui/react/macro';
import { Skeleton, useQuery } from '@vendure/dashboard';
import { CardTable } from '../../display/card-table';
import { Problem } from '../../display/problem';
import { TimeOfDay } from '../../display/time-of-day';
import { liveQuery } from '../../live/live-query';
import { STATUS_REASONS } from '../../words/code-texts';
import { useCodeText } from '../../words/use-code-text';
import { driverStatusDocument } from '../driver-documents';
import { DriverStatusBadge } from '../driver-status-badge';

/** The latest status changes of a driver, newest first. */
export function StatusHistory({ id }: Readonly<{ id: string }>) {
  const { t } = useLingui();
  const getReasonText = useCodeText(STATUS_REASONS);
  const { data, error } = useQuery(liveQuery(driverStatusDocument, { id }));
  if (!data?.driver) {
    return error ? <Problem error={error} /> : <Skeleton className="h-32" />;
  }
  return (
    <CardTable
      headings={[t`Time`, t`Status`, t`Reason`]}
      rows={data.driver.statusHistory.map(({ status, reason, at }) => ({
        key: `${at} ${status}`,
        cells: [
          <TimeOfDay at={at} />,
          <DriverStatusBadge status={status} active />,
          <span className="text-muted-foreground">{getReasonText(reason)}</span>,
        ],
      }))}
    />
  );
}
