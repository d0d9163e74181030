import { Trans } from '@lingui/react/macro';
import { Button, DialogFooter } from '@vendure/dashboard';
import { useState } from 'react';
import { DeliveryDialog, type DeliveryDialogProps } from './delivery-dialog';
import { ReasonField } from './reason-field';
import { useDeliveryMutations } from './use-delivery-mutations';

type CancelDialogProps = DeliveryDialogProps<{ id: string; orderCode: string }>;

/** Asks for a reason and cancels a delivery. */
export function CancelDialog({ delivery, ...dialog }: Readonly<CancelDialogProps>) {
  const [reason, setReason] = useState('');
  const { cancel } = useDeliveryMutations(delivery);
  return (
    <DeliveryDialog
      {...dialog}
      title={<Trans>Cancel delivery of {delivery.orderCode}?</Trans>}
      description={<Trans>The driver is notified and released. The order is not changed.</Trans>}
    >
      <ReasonField value={reason} onChange={setReason} />
      <DialogFooter>
        <Button type="button" variant="outline" onClick={dialog.onClose}>
          <Trans>Keep delivery</Trans>
        </Button>
        <Button
          type="button"
          variant="destructive"
          disabled={cancel.isPending}
          onClick={() => cancel.mutate(reason, { onSettled: dialog.onClose })}
        >
          <Trans>Cancel delivery</Trans>
        </Button>
      </DialogFooter>
    </DeliveryDialog>
  );
}
