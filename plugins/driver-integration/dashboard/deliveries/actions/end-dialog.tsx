import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button,
  DialogFooter,
  Label,
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from '@vendure/dashboard';
import { useState } from 'react';
import type { DeliveryState } from '../delivery-state';
import { DeliveryDialog, type DeliveryDialogProps } from './delivery-dialog';
import { ReasonField } from './reason-field';
import { useDeliveryMutations, type DeliveryOutcome } from './use-delivery-mutations';

const OUTCOMES = {
  DELIVERED: msg`Delivered`,
  FAILED: msg`Failed`,
  RETURNED_TO_STORE: msg`Returned to the store`,
} satisfies Record<DeliveryOutcome, unknown>;

type EndDialogProps = DeliveryDialogProps<{ id: string; orderCode: string; state: DeliveryState }>;

/** Asks for an outcome and a reason and ends an open delivery. */
export function EndDialog({ delivery, ...dialog }: Readonly<EndDialogProps>) {
  const { t } = useLingui();
  const [outcome, setOutcome] = useState<DeliveryOutcome | null>(null);
  const [reason, setReason] = useState('');
  const { end } = useDeliveryMutations(delivery);
  const outcomes = (Object.keys(OUTCOMES) as DeliveryOutcome[]).filter(
    // The goods of a waiting delivery are still at the store.
    (one) => one !== 'RETURNED_TO_STORE' || delivery.state !== 'PENDING',
  );
  return (
    <DeliveryDialog
      {...dialog}
      title={<Trans>End delivery of {delivery.orderCode}?</Trans>}
      description={
        <Trans>
          The driver is released. Your name and the reason are recorded. Payment and stock are not changed.
        </Trans>
      }
    >
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
      <ReasonField label={<Trans>Reason</Trans>} required value={reason} onChange={setReason} />
      <DialogFooter>
        <Button type="button" variant="outline" onClick={dialog.onClose}>
          <Trans>Close</Trans>
        </Button>
        <Button
          type="button"
          variant="destructive"
          disabled={end.isPending || outcome === null || reason.trim() === ''}
          onClick={() => outcome && end.mutate({ outcome, reason }, { onSettled: dialog.onClose })}
        >
          <Trans>End delivery</Trans>
        </Button>
      </DialogFooter>
    </DeliveryDialog>
  );
}
