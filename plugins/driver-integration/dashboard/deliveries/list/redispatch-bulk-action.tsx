import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { DataTableBulkActionItem, type BulkActionComponent } from '@vendure/dashboard';
import { RotateCwIcon } from 'lucide-react';
import { useBulkAction } from '../../display/use-bulk-action';
import { runMutation } from '../../run-mutation';
import { redispatchDeliveryDocument } from '../delivery-documents';
import { canBeRedispatched, type DeliveryState } from '../delivery-state';

type Row = { id: string; state: DeliveryState };

/** Restarts the driver search of selected waiting deliveries and creates redeliveries for failed or cancelled ones. */
export const RedispatchBulkAction: BulkActionComponent<Row> = ({ selection, table }) => {
  const { t } = useLingui();
  const { mutate } = useBulkAction(
    (id) => runMutation(redispatchDeliveryDocument, { id }),
    (count) => t`${plural(count, { one: 'Updated # delivery', other: 'Updated # deliveries' })}`,
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
