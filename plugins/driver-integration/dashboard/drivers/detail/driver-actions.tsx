import { Trans, useLingui } from '@lingui/react/macro';
import { api, Button, ConfirmationDialog, PermissionGuard } from '@vendure/dashboard';
import { useAction } from '../../display/use-action';
import { useKeptFocus } from '../../display/use-kept-focus';
import {
  deactivateDriverDocument,
  reactivateDriverDocument,
  setDriverStatusDocument,
  type DriverNow,
} from '../driver-documents';

/** What people may have a driver do: a busy one ends the delivery first. */
export function DriverActions({ driver }: Readonly<{ driver: DriverNow }>) {
  const { t } = useLingui();
  const { driverId: id, active, status, holdSince } = driver;
  const keptFocus = useKeptFocus<HTMLDivElement>();
  const busy = status === 'BUSY';
  const setStatus = useAction(
    (order: { status: 'AVAILABLE' | 'OFFLINE'; hold?: boolean }) =>
      api.mutate(setDriverStatusDocument, { id, ...order }),
    () => t`The status is changed`,
  );
  const deactivate = useAction(
    () => api.mutate(deactivateDriverDocument, { id }),
    () => t`The driver is deactivated`,
  );
  const reactivate = useAction(
    () => api.mutate(reactivateDriverDocument, { id }),
    () => t`The driver is active again`,
  );
  return (
    <div {...keptFocus} role="group" aria-label={t`What may be done`} className="flex flex-wrap gap-2">
      {active && !busy && (
        <PermissionGuard requires="UpdateDriver">
          <Button
            type="button"
            variant="secondary"
            disabled={setStatus.isPending}
            onClick={() => setStatus.mutate({ status: status === 'OFFLINE' ? 'AVAILABLE' : 'OFFLINE' })}
          >
            {status === 'OFFLINE' ? <Trans>Put on the road</Trans> : <Trans>Take off the road</Trans>}
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
            description={t`The driver is never assigned again until somebody reactivates the record, which stays.`}
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
    </div>
  );
}
