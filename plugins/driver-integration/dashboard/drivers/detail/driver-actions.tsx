import { Trans, useLingui } from '@lingui/react/macro';
import { Button, ConfirmationDialog, PermissionGuard } from '@vendure/dashboard';
import { useAction } from '../../display/use-action';
import { useRetainedFocus } from '../../display/use-retained-focus';
import { runMutation } from '../../run-mutation';
import { DriverDataActions } from './driver-data-actions';
import {
  deactivateDriverDocument,
  reactivateDriverDocument,
  setDriverStatusDocument,
  type DriverNow,
} from '../driver-documents';

/** Actions that change a driver's status. A busy driver cannot be deactivated. */
export function DriverActions({ driver }: Readonly<{ driver: DriverNow }>) {
  const { t } = useLingui();
  const { driverId: id, name, active, status, holdSince, erasedAt } = driver;
  const retainedFocus = useRetainedFocus<HTMLDivElement>();
  const busy = status === 'BUSY';
  const setStatus = useAction(
    (change: { status: 'AVAILABLE' | 'OFFLINE'; hold?: boolean }) =>
      runMutation(setDriverStatusDocument, { id, ...change }),
    (_, { status: next }) => (next === 'AVAILABLE' ? t`${name} is available` : t`Status changed`),
  );
  const deactivate = useAction(
    () => runMutation(deactivateDriverDocument, { id }),
    () => t`Driver deactivated`,
  );
  const reactivate = useAction(
    () => runMutation(reactivateDriverDocument, { id }),
    () => t`Driver reactivated`,
  );
  if (erasedAt) {
    return null;
  }
  return (
    <div {...retainedFocus} role="group" aria-label={t`Actions`} className="flex flex-wrap gap-2">
      {active && !busy && (
        <PermissionGuard requires="UpdateDriver">
          <Button
            type="button"
            variant="secondary"
            disabled={setStatus.isPending}
            onClick={() => setStatus.mutate({ status: status === 'OFFLINE' ? 'AVAILABLE' : 'OFFLINE' })}
          >
            {status === 'OFFLINE' ? <Trans>Set available</Trans> : <Trans>Set offline</Trans>}
          </Button>
        </PermissionGuard>
      )}
      {active && busy && !holdSince && (
        <PermissionGuard requires="UpdateDriver">
          <Button
            type="button"
            variant="secondary"
            disabled={setStatus.isPending}
            onClick={() => setStatus.mutate({ status: 'OFFLINE' })}
          >
            <Trans>Set offline after this delivery</Trans>
          </Button>
        </PermissionGuard>
      )}
      {active && holdSince && (
        <PermissionGuard requires="UpdateDriver">
          <Button
            type="button"
            variant="secondary"
            disabled={setStatus.isPending}
            onClick={() => setStatus.mutate({ status: 'OFFLINE', hold: false })}
          >
            <Trans>End hold</Trans>
          </Button>
        </PermissionGuard>
      )}
      <PermissionGuard requires="DeleteDriver">
        {active ? (
          <ConfirmationDialog
            title={t`Deactivate ${driver.name}?`}
            description={t`Gets no deliveries until reactivated; history is kept.`}
            confirmText={t`Deactivate`}
            onConfirm={() => deactivate.mutate()}
          >
            <Button type="button" variant="destructive" disabled={busy || deactivate.isPending}>
              <Trans>Deactivate</Trans>
            </Button>
          </ConfirmationDialog>
        ) : (
          <Button
            type="button"
            variant="secondary"
            disabled={reactivate.isPending}
            onClick={() => reactivate.mutate()}
          >
            <Trans>Reactivate</Trans>
          </Button>
        )}
      </PermissionGuard>
      <DriverDataActions driverId={id} name={name} active={active} />
    </div>
  );
}
