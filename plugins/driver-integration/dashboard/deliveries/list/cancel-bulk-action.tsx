import { Trans } from '@lingui/react/macro';
import { DataTableBulkActionItem, type BulkActionComponent } from '@vendure/dashboard';
import { BanIcon } from 'lucide-react';
import { runMutation } from '../../run-mutation';
import { cancelDeliveryDocument } from '../delivery-documents';
import { canBeCancelled, type DeliveryState } from '../delivery-state';
import { useBulkAction } from './use-bulk-action';

type Row = { id: string; state: DeliveryState };

/** Cancels the selected deliveries that are not picked up yet. Their orders are not changed. */
export const CancelBulkAction: BulkActionComponent<Row> = ({ selection, table }) => {
  const { mutate } = useBulkAction(
    (id) => runMutation(cancelDeliveryDocument, { id }),
    () => table.resetRowSelection(),
  );
  const ids = selection.filter(({ state }) => canBeCancelled(state)).map(({ id }) => id);
  return (
    <DataTableBulkActionItem
      requiresPermission={['WriteDriverDelivery']}
      label={<Trans>Cancel deliveries</Trans>}
      confirmationText={
        <Trans>
          {ids.length} of {selection.length} selected deliveries can still be cancelled. Their orders are not
          changed.
        </Trans>
      }
      icon={BanIcon}
      className="text-destructive"
      disabled={ids.length === 0}
      onClick={() => mutate(ids)}
    />
  );
};
