import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button,
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
  Label,
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
  Textarea,
} from '@vendure/dashboard';
import { useId, useState } from 'react';
import type { DeliveryState } from '../delivery-state';
import { useDeliveryMutations, type DeliveryOutcome } from './use-delivery-mutations';

const OUTCOMES = {
  DELIVERED: msg`Delivered`,
  FAILED: msg`Failed`,
  RETURNED_TO_STORE: msg`Returned to the store`,
} satisfies Record<DeliveryOutcome, unknown>;

interface EndDialogProps {
  delivery: { id: string; orderCode: string; state: DeliveryState };
  open: boolean;
  onClose: () => void;
  /** Returns the element that gets the focus when the dialog closes. */
  returnFocusTo: () => HTMLElement | null;
}

/** Asks for an outcome and a reason and ends an open delivery. */
export function EndDialog({ delivery, open, onClose, returnFocusTo }: Readonly<EndDialogProps>) {
  const { t } = useLingui();
  const reasonId = useId();
  const [outcome, setOutcome] = useState<DeliveryOutcome | null>(null);
  const [reason, setReason] = useState('');
  const { end } = useDeliveryMutations(delivery);
  const outcomes = (Object.keys(OUTCOMES) as DeliveryOutcome[]).filter(
    // The goods of a waiting delivery are still at the store.
    (one) => one !== 'RETURNED_TO_STORE' || delivery.state !== 'PENDING',
  );
  return (
    <Dialog open={open} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent finalFocus={returnFocusTo}>
        <DialogHeader>
          <DialogTitle>
            <Trans>End delivery of {delivery.orderCode}?</Trans>
          </DialogTitle>
          <DialogDescription>
            <Trans>
              The driver is released. Your name and the reason are recorded. Payment and stock are not
              changed.
            </Trans>
          </DialogDescription>
        </DialogHeader>
        <div className="space-y-2">
          <Label>
            <Trans>Outcome</Trans>
          </Label>
          <Select
            value={outcome}
            onValueChange={(chosen) => setOutcome(chosen as DeliveryOutcome)}
            items={outcomes.map((one) => ({ value: one, label: t(OUTCOMES[one]) }))}
          >
            <SelectTrigger className="w-full" aria-label={t`Outcome`}>
              <SelectValue placeholder={t`Select an outcome`} />
            </SelectTrigger>
            <SelectContent>
              {outcomes.map((one) => (
                <SelectItem key={one} value={one}>
                  {t(OUTCOMES[one])}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
        </div>
        <div className="space-y-2">
          <Label htmlFor={reasonId}>
            <Trans>Reason</Trans>
          </Label>
          <Textarea
            id={reasonId}
            maxLength={500}
            required
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </div>
        <DialogFooter>
          <Button type="button" variant="outline" onClick={onClose}>
            <Trans>Close</Trans>
          </Button>
          <Button
            type="button"
            variant="destructive"
            disabled={end.isPending || outcome === null || reason.trim() === ''}
            onClick={() => outcome && end.mutate({ outcome, reason }, { onSettled: onClose })}
          >
            <Trans>End delivery</Trans>
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
