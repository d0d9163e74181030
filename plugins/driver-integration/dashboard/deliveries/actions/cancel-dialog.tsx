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
  /** Returns the element that gets the focus when the dialog closes. */
  returnFocusTo: () => HTMLElement | null;
}

/** Asks for a reason and cancels a delivery. */
export function CancelDialog({ delivery, open, onClose, returnFocusTo }: Readonly<CancelDialogProps>) {
  const reasonId = useId();
  const [reason, setReason] = useState('');
  const { cancel } = useDeliveryMutations(delivery);
  return (
    <Dialog open={open} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent finalFocus={returnFocusTo}>
        <DialogHeader>
          <DialogTitle>
            <Trans>Cancel delivery of {delivery.orderCode}?</Trans>
          </DialogTitle>
          <DialogDescription>
            <Trans>The driver is notified and released. The order is not changed.</Trans>
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
            <Trans>Keep delivery</Trans>
          </Button>
          <Button
            type="button"
            variant="destructive"
            disabled={cancel.isPending}
            onClick={() => cancel.mutate(reason, { onSettled: onClose })}
          >
            <Trans>Cancel delivery</Trans>
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
