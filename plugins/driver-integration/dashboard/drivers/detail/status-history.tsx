import { useLingui } from '@lingui/react/macro';
import { Skeleton, TableCell, TableRow, useQuery } from '@vendure/dashboard';
import { Problem } from '../../display/problem';
import { SimpleTable } from '../../display/simple-table';
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
    <SimpleTable headings={[t`Time`, t`Status`, t`Reason`]}>
      {data.driver.statusHistory.map(({ status, reason, at }) => (
        <TableRow key={`${at} ${status}`}>
          <TableCell>
            <TimeOfDay at={at} />
          </TableCell>
          <TableCell>
            <DriverStatusBadge status={status} active />
          </TableCell>
          <TableCell className="text-muted-foreground">{getReasonText(reason)}</TableCell>
        </TableRow>
      ))}
    </SimpleTable>
  );
}
