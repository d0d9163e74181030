import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { DataTableBulkActionItem, type BulkActionComponent } from '@vendure/dashboard';
import { BanIcon } from 'lucide-react';
import { useBulkAction } from '../../display/use-bulk-action';
import { runMutation } from '../../run-mutation';
import { cancelDeliveryDocument } from '../delivery-documents';
import { canBeCancelled, type DeliveryState } from '../delivery-state';

type Row = { id: string; state: DeliveryState };

/** Cancels the selected deliveries that are not picked up yet. Their orders are not changed. */
export const CancelBulkAction: BulkActionComponent<Row> = ({ selection, table }) => {
  const { t } = useLingui();
  const { mutate } = useBulkAction(
    (id) => runMutation(cancelDeliveryDocument, { id }),
    (count) => t`${plural(count, { one: 'Updated # delivery', other: 'Updated # deliveries' })}`,
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
