import { Trans, useLingui } from '@lingui/react/macro';
import { Button, ConfirmationDialog, PermissionGuard } from '@vendure/dashboard';
import { CardTable } from '../../display/card-table';
import { Moment } from '../../display/moment';
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
    <CardTable
      headings={[t`Device`, t`Signed in`, t`Last used`, actions]}
      rows={sessions.map(({ sessionId, deviceName, createdAt, lastUsedAt }) => ({
        key: sessionId,
        cells: [
          <span className="wrap-anywhere">{deviceName}</span>,
          <Moment at={createdAt} />,
          <Moment at={lastUsedAt} />,
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
          </PermissionGuard>,
        ],
      }))}
    />
  );
}
