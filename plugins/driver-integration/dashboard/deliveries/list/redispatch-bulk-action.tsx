import { Trans } from '@lingui/react/macro';
import { DataTableBulkActionItem, type BulkActionComponent } from '@vendure/dashboard';
import { RotateCwIcon } from 'lucide-react';
import { runMutation } from '../../run-mutation';
import { redispatchDeliveryDocument } from '../delivery-documents';
import { canBeRedispatched, type DeliveryState } from '../delivery-state';
import { useBulkAction } from './use-bulk-action';

type Row = { id: string; state: DeliveryState };

/** Restarts the driver search of selected waiting deliveries and creates redeliveries for failed or cancelled ones. */
export const RedispatchBulkAction: BulkActionComponent<Row> = ({ selection, table }) => {
  const { mutate } = useBulkAction(
    (id) => runMutation(redispatchDeliveryDocument, { id }),
    () => table.resetRowSelection(),
  );
  const ids = selection.filter(({ state }) => canBeRedispatched(state)).map(({ id }) => id);
  return (
    <DataTableBulkActionItem
      requiresPermission={['WriteDriverDelivery']}
      label={<Trans>Dispatch again</Trans>}
      confirmationText={
        <Trans>
          {ids.length} of {selection.length} selected deliveries can be dispatched again. Failed and cancelled
          deliveries are redelivered as new deliveries.
        </Trans>
      }
      icon={RotateCwIcon}
      disabled={ids.length === 0}
      onClick={() => mutate(ids)}
    />
  );
};
