import { Trans } from '@lingui/react/macro';
import {
  Button,
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
  Label,
  Textarea,
} from '@vendure/dashboard';
import { useId, useState } from 'react';
import { useDeliveryMutations } from './use-delivery-mutations';

interface CancelDialogProps {
  delivery: { id: string; orderCode: string };
  open: boolean;
  onClose: () => void;
  /** What the focus returns to. */
  giveBack: () => HTMLElement | null;
}

/** Asks why a delivery is called off, and calls it off. */
export function CancelDialog({ delivery, open, onClose, giveBack }: Readonly<CancelDialogProps>) {
  const reasonId = useId();
  const [reason, setReason] = useState('');
  const { cancel } = useDeliveryMutations(delivery);
  return (
    <Dialog open={open} onOpenChange={(stays) => !stays && onClose()}>
      <DialogContent finalFocus={giveBack}>
        <DialogHeader>
          <DialogTitle>
            <Trans>Cancel the delivery of {delivery.orderCode}?</Trans>
          </DialogTitle>
          <DialogDescription>
            <Trans>Its driver is told and comes free. The order itself is left alone.</Trans>
          </DialogDescription>
        </DialogHeader>
        <div className="space-y-2">
          <Label htmlFor={reasonId}>
            <Trans>Reason</Trans>
          </Label>
          <Textarea
            id={reasonId}
            maxLength={500}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </div>
        <DialogFooter>
          <Button type="button" variant="outline" onClick={onClose}>
            <Trans>Keep it</Trans>
          </Button>
          <Button
            type="button"
            variant="destructive"
            disabled={cancel.isPending}
            onClick={() => cancel.mutate(reason, { onSettled: onClose })}
          >
            <Trans>Cancel the delivery</Trans>
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
