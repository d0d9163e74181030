import { Trans, useLingui } from '@lingui/react/macro';
import { Button, ConfirmationDialog, PermissionGuard, Skeleton, useQuery } from '@vendure/dashboard';
import { Problem } from '../../display/problem';
import { useAction } from '../../display/use-action';
import { useRetainedFocus } from '../../display/use-retained-focus';
import { liveQuery } from '../../live/live-query';
import { runMutation } from '../../run-mutation';
import { DeviceTable } from './device-table';
import { InviteButton } from './invite-button';
import {
  driverSessionsDocument,
  revokeDriverSessionDocument,
  revokeDriverSessionsDocument,
} from './session-documents';

/** Invites a driver to the driver app, and shows the devices on which the driver is signed in. Refreshes itself. */
export function DriverAppBlock({ driverId, driverName }: Readonly<{ driverId: string; driverName: string }>) {
  const { t } = useLingui();
  const retainedFocus = useRetainedFocus<HTMLDivElement>();
  const { data, error } = useQuery(liveQuery(driverSessionsDocument, { driverId }));
  const signedOut = () => t`Driver signed out`;
  const signOut = useAction(
    (sessionId: string) => runMutation(revokeDriverSessionDocument, { driverId, sessionId }),
    signedOut,
  );
  const signOutAll = useAction(() => runMutation(revokeDriverSessionsDocument, { driverId }), signedOut);
  if (!data) {
    return error ? <Problem error={error} /> : <Skeleton className="h-16" />;
  }
  const { driverSessions: sessions } = data;
  return (
    <div {...retainedFocus} className="space-y-4">
      <DeviceTable sessions={sessions} disabled={signOut.isPending} onSignOut={(id) => signOut.mutate(id)} />
      <PermissionGuard requires="UpdateDriver">
        <div className="flex flex-wrap gap-2">
          <InviteButton driverId={driverId} driverName={driverName} />
          {sessions.length > 1 && (
            <ConfirmationDialog
              title={t`Sign ${driverName} out on all devices?`}
              description={t`The driver needs a new invitation to sign in again. Invitations that are not used yet become invalid.`}
              confirmText={t`Sign out`}
              onConfirm={() => signOutAll.mutate()}
            >
              <Button type="button" variant="outline" disabled={signOutAll.isPending}>
                <Trans>Sign out on all devices</Trans>
              </Button>
            </ConfirmationDialog>
          )}
        </div>
      </PermissionGuard>
    </div>
  );
}
