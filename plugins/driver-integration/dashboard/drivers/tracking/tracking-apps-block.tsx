import { useLingui } from '@lingui/react/macro';
import { PermissionGuard, Skeleton, useQuery } from '@vendure/dashboard';
import { Problem } from '../../display/problem';
import { useAction } from '../../display/use-action';
import { useRetainedFocus } from '../../display/use-retained-focus';
import { liveQuery } from '../../live/live-query';
import { runMutation } from '../../run-mutation';
import { SetUpButtons } from './set-up-buttons';
import { driverTrackerSecretsDocument, revokeDriverTrackerSecretDocument } from './tracker-documents';
import { TrackerTable } from './tracker-table';

/** Sets up tracking apps of a driver, and shows those that are set up. Refreshes itself. */
export function TrackingAppsBlock({
  driverId,
  driverName,
}: Readonly<{ driverId: string; driverName: string }>) {
  const { t } = useLingui();
  const retainedFocus = useRetainedFocus<HTMLDivElement>();
  const { data, error } = useQuery(liveQuery(driverTrackerSecretsDocument, { driverId }));
  const revoke = useAction(
    (secretId: string) => runMutation(revokeDriverTrackerSecretDocument, { driverId, secretId }),
    () => t`Tracking app revoked`,
  );
  if (!data) {
    return error ? <Problem error={error} /> : <Skeleton className="h-16" />;
  }
  return (
    <div {...retainedFocus} className="space-y-4">
      <TrackerTable
        secrets={data.driverTrackerSecrets}
        disabled={revoke.isPending}
        onRevoke={(secretId) => revoke.mutate(secretId)}
      />
      <PermissionGuard requires="UpdateDriver">
        <SetUpButtons driverId={driverId} driverName={driverName} />
      </PermissionGuard>
    </div>
  );
}
