import { Trans, useLingui } from '@lingui/react/macro';
import { api, Button, ConfirmationDialog, PermissionGuard, useNavigate } from '@vendure/dashboard';
import { saveJson } from '../../display/save-json';
import { useAction } from '../../display/use-action';
import { runMutation } from '../../run-mutation';
import { driverExportDocument, eraseDriverDocument } from '../driver-documents';

interface Props {
  driverId: string;
  name: string;
  /** Only a deactivated driver can be erased here. */
  active: boolean;
}

/** Exports or erases the personal data of a driver. */
export function DriverDataActions({ driverId: id, name, active }: Readonly<Props>) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const exportData = useAction(
    async () => saveJson(`driver-${id}.json`, (await api.query(driverExportDocument, { id })).driverExport),
    () => t`Data exported`,
  );
  const erase = useAction(
    async () => {
      await runMutation(eraseDriverDocument, { id });
      await navigate({ to: '/drivers' });
    },
    () => t`Personal data erased`,
  );
  return (
    <>
      <PermissionGuard requires="UpdateDriver">
        <Button
          type="button"
          variant="outline"
          disabled={exportData.isPending}
          onClick={() => exportData.mutate()}
        >
          <Trans>Export data</Trans>
        </Button>
      </PermissionGuard>
      {!active && (
        <PermissionGuard requires="DeleteDriver">
          <ConfirmationDialog
            title={t`Erase the personal data of ${name}?`}
            description={t`Name, phone, vehicle, locations, devices and status history are erased for ever. Deliveries show the driver's ID instead.`}
            confirmText={t`Erase`}
            onConfirm={() => erase.mutate()}
          >
            <Button type="button" variant="destructive" disabled={erase.isPending}>
              <Trans>Erase personal data</Trans>
            </Button>
          </ConfirmationDialog>
        </PermissionGuard>
      )}
    </>
  );
}
