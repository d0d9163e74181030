import { Trans } from '@lingui/react/macro';
import { DataTableBulkActionItem, type BulkActionComponent } from '@vendure/dashboard';
import { RotateCwIcon } from 'lucide-react';
import { useBulkAction } from '../../display/use-bulk-action';
import { runMutation } from '../../run-mutation';
import { useRedispatchOutcome } from '../actions/use-redispatch-outcome';
import { redispatchDeliveryDocument } from '../delivery-documents';
import { canBeRedispatched, type DeliveryState } from '../delivery-state';

type Row = { id: string; orderCode: string; state: DeliveryState };

/** Restarts the driver search of selected waiting deliveries and creates redeliveries for failed or cancelled ones. */
export const RedispatchBulkAction: BulkActionComponent<Row> = ({ selection, table }) => {
  const getOutcome = useRedispatchOutcome();
  const { mutate } = useBulkAction(
    async (id) => {
      const { redispatchDriverDelivery } = await runMutation(redispatchDeliveryDocument, { id });
      return getOutcome(id, redispatchDriverDelivery);
    },
    () => table.resetRowSelection(),
  );
  const rows = selection
    .filter(({ state }) => canBeRedispatched(state))
    .map(({ id, orderCode }) => ({ id, name: orderCode }));
  return (
    <DataTableBulkActionItem
      requiresPermission={['WriteDriverDelivery']}
      label={<Trans>Dispatch again</Trans>}
      confirmationText={
        <Trans>
          {rows.length} of {selection.length} selected deliveries can be dispatched again. Failed and
          cancelled deliveries are redelivered as new deliveries.
        </Trans>
      }
      icon={RotateCwIcon}
      disabled={rows.length === 0}
      onClick={() => mutate({ rows, input: undefined })}
    />
  );
};
