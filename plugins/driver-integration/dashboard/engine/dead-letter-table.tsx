import { Plural, Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import {
  Button,
  PermissionGuard,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@vendure/dashboard';
import { Moment } from '../display/moment';
import type { DeadLetter } from './engine-documents';
import { errorText } from './error-text';

interface DeadLetterTableProps {
  letters: readonly DeadLetter[];
  /** Whether some are just being replayed. */
  busy: boolean;
  onReplay: (eventId: string) => void;
}

export function DeadLetterTable({ letters, busy, onReplay }: Readonly<DeadLetterTableProps>) {
  return (
    <Table>
      <TableHeader>
        <TableRow>
          <TableHead>
            <Trans>Order</Trans>
          </TableHead>
          <TableHead>
            <Trans>Given up</Trans>
          </TableHead>
          <TableHead>
            <Trans>Last error</Trans>
          </TableHead>
          <TableHead />
        </TableRow>
      </TableHeader>
      <TableBody>
        {letters.map(({ eventId, orderCode, delivery, type, deadAt, attempts, lastError }) => (
          <TableRow key={eventId}>
            <TableCell>
              {delivery ? (
                <Link to={`/driver-deliveries/${delivery.id}`} className="underline underline-offset-4">
                  {orderCode}
                </Link>
              ) : (
                orderCode
              )}
              <div className="font-mono text-xs text-muted-foreground">{type}</div>
            </TableCell>
            <TableCell>
              <Moment at={deadAt} />
              <div className="text-xs text-muted-foreground">
                <Plural value={attempts} one="# try" other="# tries" />
              </div>
            </TableCell>
            <TableCell className="min-w-40 whitespace-normal">{lastError && errorText(lastError)}</TableCell>
            <TableCell className="text-right">
              <PermissionGuard requires="UpdateDriverDelivery">
                <Button
                  type="button"
                  size="sm"
                  variant="outline"
                  disabled={busy}
                  onClick={() => onReplay(eventId)}
                >
                  <Trans>Tell again</Trans>
                </Button>
              </PermissionGuard>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
