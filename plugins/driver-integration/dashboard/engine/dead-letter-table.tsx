import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, Link, PermissionGuard, TableCell, TableRow } from '@vendure/dashboard';
import { Moment } from '../display/moment';
import { SimpleTable } from '../display/simple-table';
import { STEPS } from '../words/code-texts';
import { useCodeText } from '../words/use-code-text';
import { useProblemText } from '../words/use-problem-text';
import type { DeadLetter } from './engine-documents';

interface DeadLetterTableProps {
  letters: readonly DeadLetter[];
  /** Whether a resend is in progress. */
  busy: boolean;
  onReplay: (eventId: string) => void;
}

export function DeadLetterTable({ letters, busy, onReplay }: Readonly<DeadLetterTableProps>) {
  const { t } = useLingui();
  const getStepLabel = useCodeText(STEPS);
  const getProblemText = useProblemText();
  return (
    <SimpleTable
      headings={[t`Order`, t`Failed`, t`Last error`, <span className="sr-only">{t`Actions`}</span>]}
    >
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
            <div className="text-xs text-muted-foreground" title={type}>
              {getStepLabel(type)}
            </div>
          </TableCell>
          <TableCell>
            <Moment at={deadAt} />
            <div className="text-xs text-muted-foreground">
              <Plural value={attempts} one="# attempt" other="# attempts" />
            </div>
          </TableCell>
          <TableCell className="min-w-40 whitespace-normal" title={lastError?.message}>
            {lastError && getProblemText(lastError)}
          </TableCell>
          <TableCell className="text-right">
            <PermissionGuard requires="WriteDriverDelivery">
              <Button
                type="button"
                size="sm"
                variant="outline"
                disabled={busy}
                onClick={() => onReplay(eventId)}
              >
                <Trans>Resend</Trans>
              </Button>
            </PermissionGuard>
          </TableCell>
        </TableRow>
      ))}
    </SimpleTable>
  );
}
