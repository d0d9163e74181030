import { Trans } from '@lingui/react/macro';
import { api, DataTableBulkActionItem, type BulkActionComponent } from '@vendure/dashboard';
import { RotateCwIcon } from 'lucide-react';
import { redispatchDeliveryDocument } from '../delivery-documents';
import { mayBeRedispatched, type DeliveryState } from '../delivery-state';
import { useBulkAction } from './use-bulk-action';

type Row = { id: string; state: DeliveryState };

/** Looks for a driver at once for the selected deliveries that wait, and sends out again those that ended in vain. */
export const RedispatchBulkAction: BulkActionComponent<Row> = ({ selection, table }) => {
  const { mutate } = useBulkAction(
    (id) => api.mutate(redispatchDeliveryDocument, { id }),
    () => table.resetRowSelection(),
  );
  const ids = selection.filter(({ state }) => mayBeRedispatched(state)).map(({ id }) => id);
  return (
    <DataTableBulkActionItem
      requiresPermission={['UpdateDriverDelivery']}
      label={<Trans>Dispatch again</Trans>}
      confirmationText={
        <Trans>
          {ids.length} of {selection.length} selected deliveries can be dispatched again. Those that failed or
          were cancelled are sent out as new deliveries.
        </Trans>
      }
      icon={RotateCwIcon}
      disabled={ids.length === 0}
      onClick={() => mutate(ids)}
    />
  );
};
