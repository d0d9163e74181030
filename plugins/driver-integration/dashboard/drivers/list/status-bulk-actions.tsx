import { Trans, useLingui } from '@lingui/react/macro';
import { DataTableBulkActionItem, type BulkActionComponent } from '@vendure/dashboard';
import { CircleCheckIcon, CircleOffIcon } from 'lucide-react';
import { useBulkAction } from '../../display/use-bulk-action';
import { runMutation } from '../../run-mutation';
import { setDriverStatusDocument } from '../driver-documents';
import type { DriverStatus } from '../driver-status';

type Row = {
  id: string;
  driverId: string;
  name: string;
  status: DriverStatus;
  active: boolean;
  holdSince: string | null;
};
type Table = { resetRowSelection: () => void };

/** Sets the selected offline drivers available and ends their holds, and those of busy drivers. */
export const SetAvailableBulkAction: BulkActionComponent<Row> = ({ selection, table }) => {
  const { mutate } = useStatusAction('AVAILABLE', table);
  const rows = selection
    .filter(({ active, status, holdSince }) => active && (status === 'OFFLINE' || holdSince))
    .map(({ driverId, name }) => ({ id: driverId, name }));
  return (
    <DataTableBulkActionItem
      requiresPermission={['UpdateDriver']}
      label={<Trans>Set available</Trans>}
      icon={CircleCheckIcon}
      disabled={rows.length === 0}
      onClick={() => mutate({ rows, input: undefined })}
    />
  );
};

/** Puts the selected drivers on hold: available ones are offline at once, busy ones after their delivery. */
export const SetOfflineBulkAction: BulkActionComponent<Row> = ({ selection, table }) => {
  const { mutate } = useStatusAction('OFFLINE', table);
  const rows = selection
    .filter(({ active, holdSince }) => active && !holdSince)
    .map(({ driverId, name }) => ({ id: driverId, name }));
  return (
    <DataTableBulkActionItem
      requiresPermission={['UpdateDriver']}
      label={<Trans>Set offline</Trans>}
      confirmationText={
        <Trans>
          {rows.length} of {selection.length} selected drivers get no deliveries until their hold is ended.
          Busy drivers finish their delivery first.
        </Trans>
      }
      icon={CircleOffIcon}
      disabled={rows.length === 0}
      onClick={() => mutate({ rows, input: undefined })}
    />
  );
};

function useStatusAction(status: 'AVAILABLE' | 'OFFLINE', table: Table) {
  const { t } = useLingui();
  return useBulkAction(
    async (id) => {
      await runMutation(setDriverStatusDocument, { id, status });
      return { tone: 'success', text: t`Status changed` };
    },
    () => table.resetRowSelection(),
  );
}
