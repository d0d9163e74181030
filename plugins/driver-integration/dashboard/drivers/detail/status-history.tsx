import { Trans } from '@lingui/react/macro';
import {
  Skeleton,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  useQuery,
} from '@vendure/dashboard';
import { Problem } from '../../display/problem';
import { TimeOfDay } from '../../display/time-of-day';
import { liveQuery } from '../../live/live-query';
import { STATUS_REASONS } from '../../words/code-texts';
import { useCodeText } from '../../words/use-code-text';
import { driverStatusDocument } from '../driver-documents';
import { DriverStatusBadge } from '../driver-status-badge';

/** The latest status changes of a driver, newest first. */
export function StatusHistory({ id }: Readonly<{ id: string }>) {
  const getReasonText = useCodeText(STATUS_REASONS);
  const { data, error } = useQuery(liveQuery(driverStatusDocument, { id }));
  if (!data?.driver) {
    return error ? <Problem error={error} /> : <Skeleton className="h-32" />;
  }
  return (
    <Table>
      <TableHeader>
        <TableRow>
          <TableHead>
            <Trans>Time</Trans>
          </TableHead>
          <TableHead>
            <Trans>Status</Trans>
          </TableHead>
          <TableHead>
            <Trans>Reason</Trans>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
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
      </TableBody>
    </Table>
  );
}
