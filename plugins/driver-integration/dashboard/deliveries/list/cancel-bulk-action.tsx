import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { DropdownMenuItem, usePermissions, type BulkActionComponent } from '@vendure/dashboard';
import { BanIcon } from 'lucide-react';
import { useState } from 'react';
import { useBulkAction } from '../../display/use-bulk-action';
import { runMutation } from '../../run-mutation';
import { CancelDialog } from '../actions/cancel-dialog';
import type { CancelReason } from '../actions/use-delivery-mutations';
import { cancelDeliveryDocument } from '../delivery-documents';
import { canBeCancelled, isBeingCancelled, type DeliveryState } from '../delivery-state';

type Row = {
  id: string;
  orderCode: string;
  state: DeliveryState;
  mismatch: string | null;
  cancelRequestedAt: string | null;
  cancelRefusal: object | null;
};

/** Cancels the selected deliveries that are not picked up yet, for one reason. Their orders are not changed. */
export const CancelBulkAction: BulkActionComponent<Row> = ({ selection, table }) => {
  const { t } = useLingui();
  const { hasPermissions } = usePermissions();
  const [open, setOpen] = useState(false);
  const { mutate, isPending } = useBulkAction(
    async (id, reason: CancelReason) => {
      await runMutation(cancelDeliveryDocument, { id, ...reason });
      return { tone: 'success', text: t`Cancellation requested` };
    },
    () => table.resetRowSelection(),
  );
  const rows = selection
    .filter((row) => canBeCancelled(row.state) && !isBeingCancelled(row))
    .map(({ id, orderCode }) => ({ id, name: orderCode }));
  return (
    <>
      <DropdownMenuItem
        // The dialog is part of the menu, which closes when the selection is cleared.
        closeOnClick={false}
        disabled={rows.length === 0 || !hasPermissions(['WriteDriverDelivery'])}
        onClick={() => setOpen(true)}
        className="text-destructive"
      >
        <BanIcon aria-hidden className="mr-1 size-4" />
        <Trans>Cancel deliveries</Trans>
      </DropdownMenuItem>
      <CancelDialog
        title={<Plural value={rows.length} one="Cancel # delivery?" other="Cancel # deliveries?" />}
        count={rows.length}
        open={open}
        pending={isPending}
        onConfirm={(reason) => mutate({ rows, input: reason })}
        onClose={() => setOpen(false)}
      />
    </>
  );
};
