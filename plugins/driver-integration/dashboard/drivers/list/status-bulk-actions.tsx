import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { DataTableBulkActionItem, type BulkActionComponent } from '@vendure/dashboard';
import { CircleCheckIcon, CircleOffIcon } from 'lucide-react';
import { useBulkAction } from '../../display/use-bulk-action';
import { runMutation } from '../../run-mutation';
import { setDriverStatusDocument } from '../driver-documents';
import type { DriverStatus } from '../driver-status';

type Row = { id: string; driverId: string; status: DriverStatus; active: boolean; holdSince: string | null };
type Table = { resetRowSelection: () => void };

/** Sets the selected offline drivers available and ends their holds, and those of busy drivers. */
export const SetAvailableBulkAction: BulkActionComponent<Row> = ({ selection, table }) => {
  const { mutate } = useStatusAction('AVAILABLE', table);
  const ids = selection
    .filter(({ active, status, holdSince }) => active && (status === 'OFFLINE' || holdSince))
    .map(({ driverId }) => driverId);
  return (
    <DataTableBulkActionItem
      requiresPermission={['UpdateDriver']}
      label={<Trans>Set available</Trans>}
      icon={CircleCheckIcon}
      disabled={ids.length === 0}
      onClick={() => mutate(ids)}
    />
  );
};

/** Puts the selected drivers on hold: available ones are offline at once, busy ones after their delivery. */
export const SetOfflineBulkAction: BulkActionComponent<Row> = ({ selection, table }) => {
  const { mutate } = useStatusAction('OFFLINE', table);
  const ids = selection
    .filter(({ active, holdSince }) => active && !holdSince)
    .map(({ driverId }) => driverId);
  return (
    <DataTableBulkActionItem
      requiresPermission={['UpdateDriver']}
      label={<Trans>Set offline</Trans>}
      confirmationText={
        <Trans>
          {ids.length} of {selection.length} selected drivers get no deliveries until their hold is ended.
          Busy drivers finish their delivery first.
        </Trans>
      }
      icon={CircleOffIcon}
      disabled={ids.length === 0}
      onClick={() => mutate(ids)}
    />
  );
};

function useStatusAction(status: 'AVAILABLE' | 'OFFLINE', table: Table) {
  const { t } = useLingui();
  return useBulkAction(
    (id) => runMutation(setDriverStatusDocument, { id, status }),
    (count) => t`${plural(count, { one: 'Updated # driver', other: 'Updated # drivers' })}`,
    () => table.resetRowSelection(),
  );
}
