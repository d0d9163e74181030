import { Trans, useLingui } from '@lingui/react/macro';
import { Button, ConfirmationDialog, PermissionGuard, TableCell, TableRow } from '@vendure/dashboard';
import { Moment } from '../../display/moment';
import { SimpleTable } from '../../display/simple-table';
import type { TrackerSecret } from './tracker-documents';

interface TrackerTableProps {
  secrets: readonly TrackerSecret[];
  disabled: boolean;
  onRevoke: (secretId: string) => void;
}

/** The tracking apps of a driver, with a button for each that revokes its secret. */
export function TrackerTable({ secrets, disabled, onRevoke }: Readonly<TrackerTableProps>) {
  const { t } = useLingui();
  if (secrets.length === 0) {
    return (
      <p className="text-muted-foreground">
        <Trans>
          No tracking app is set up. A tracking app reports the location while the driver app is not visible.
        </Trans>
      </p>
    );
  }
  const actions = (
    <span className="sr-only">
      <Trans>Actions</Trans>
    </span>
  );
  return (
    <SimpleTable headings={[t`Tracking app`, t`Created`, t`Last used`, actions]}>
      {secrets.map(({ secretId, label, createdAt, lastUsedAt }) => {
        const name = label ?? t`Tracking app`;
        return (
          <TableRow key={secretId}>
            <TableCell className="wrap-anywhere whitespace-normal">{name}</TableCell>
            <TableCell>
              <Moment at={createdAt} />
            </TableCell>
            <TableCell>{lastUsedAt ? <Moment at={lastUsedAt} /> : <Trans>never</Trans>}</TableCell>
            <TableCell className="text-right">
              <PermissionGuard requires="UpdateDriver">
                <ConfirmationDialog
                  title={t`Revoke ${name}?`}
                  description={t`The app can no longer report the location of the driver. It must be set up again to be used.`}
                  confirmText={t`Revoke`}
                  onConfirm={() => onRevoke(secretId)}
                >
                  <Button type="button" variant="outline" size="sm" disabled={disabled}>
                    <Trans>Revoke</Trans>
                  </Button>
                </ConfirmationDialog>
              </PermissionGuard>
            </TableCell>
          </TableRow>
        );
      })}
    </SimpleTable>
  );
}
