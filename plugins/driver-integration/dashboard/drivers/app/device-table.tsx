import { Trans, useLingui } from '@lingui/react/macro';
import { Button, ConfirmationDialog, PermissionGuard, TableCell, TableRow } from '@vendure/dashboard';
import { Moment } from '../../display/moment';
import { SimpleTable } from '../../display/simple-table';
import type { DriverSession } from './session-documents';

interface DeviceTableProps {
  sessions: readonly DriverSession[];
  disabled: boolean;
  onSignOut: (sessionId: string) => void;
}

/** The devices on which a driver is signed in, with a button for each that signs the driver out. */
export function DeviceTable({ sessions, disabled, onSignOut }: Readonly<DeviceTableProps>) {
  const { t } = useLingui();
  if (sessions.length === 0) {
    return (
      <p className="text-muted-foreground">
        <Trans>The driver is not signed in on any device.</Trans>
      </p>
    );
  }
  const actions = (
    <span className="sr-only">
      <Trans>Actions</Trans>
    </span>
  );
  return (
    <SimpleTable headings={[t`Device`, t`Signed in`, t`Last used`, actions]}>
      {sessions.map(({ sessionId, deviceName, createdAt, lastUsedAt }) => (
        <TableRow key={sessionId}>
          <TableCell className="wrap-anywhere whitespace-normal">{deviceName}</TableCell>
          <TableCell>
            <Moment at={createdAt} />
          </TableCell>
          <TableCell>
            <Moment at={lastUsedAt} />
          </TableCell>
          <TableCell className="text-right">
            <PermissionGuard requires="UpdateDriver">
              <ConfirmationDialog
                title={t`Sign out on ${deviceName}?`}
                description={t`The driver needs a new invitation to sign in again.`}
                confirmText={t`Sign out`}
                onConfirm={() => onSignOut(sessionId)}
              >
                <Button type="button" variant="outline" size="sm" disabled={disabled}>
                  <Trans>Sign out</Trans>
                </Button>
              </ConfirmationDialog>
            </PermissionGuard>
          </TableCell>
        </TableRow>
      ))}
    </SimpleTable>
  );
}
