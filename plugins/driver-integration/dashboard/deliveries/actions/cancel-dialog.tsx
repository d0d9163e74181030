import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, DialogFooter, Label, NativeSelect, NativeSelectOption } from '@vendure/dashboard';
import { useId, useState, type ReactNode } from 'react';
import { CANCEL_REASONS } from '../../words/code-texts';
import { useCodeText } from '../../words/use-code-text';
import { DeliveryDialog } from './delivery-dialog';
import { ReasonField } from './reason-field';
import type { CancelReason } from './use-delivery-mutations';

interface CancelDialogProps {
  title: ReactNode;
  /** Number of deliveries to cancel. */
  count: number;
  open: boolean;
  pending: boolean;
  onConfirm: (reason: CancelReason) => void;
  onClose: () => void;
  /** Returns the element that gets the focus when the dialog closes. */
  returnFocusTo?: () => HTMLElement | null;
}

/** Asks for a reason from a list, with an optional text, before deliveries are cancelled. */
export function CancelDialog(props: Readonly<CancelDialogProps>) {
  const { title, count, open, pending, onConfirm, onClose, returnFocusTo } = props;
  const { t } = useLingui();
  const getReasonText = useCodeText(CANCEL_REASONS);
  const reasonId = useId();
  const [reasonCode, setReasonCode] = useState<CancelReason['reasonCode']>();
  const [reason, setReason] = useState('');
  return (
    <DeliveryDialog
      title={title}
      description={<Trans>Any driver is notified and released. The order stays open.</Trans>}
      open={open}
      onClose={onClose}
      returnFocusTo={returnFocusTo}
    >
      <div className="space-y-2">
        <Label htmlFor={reasonId}>
          <Trans>Reason</Trans>
        </Label>
        <NativeSelect
          id={reasonId}
          className="w-full"
          value={reasonCode ?? ''}
          onChange={({ target }) => setReasonCode(target.value as CancelReason['reasonCode'])}
        >
          <NativeSelectOption value="" disabled>
            {t`Select a reason`}
          </NativeSelectOption>
          {Object.keys(CANCEL_REASONS).map((code) => (
            <NativeSelectOption key={code} value={code}>
              {getReasonText(code)}
            </NativeSelectOption>
          ))}
        </NativeSelect>
      </div>
      <ReasonField label={<Trans>Note (optional)</Trans>} value={reason} onChange={setReason} />
      <DialogFooter>
        <Button type="button" variant="outline" onClick={onClose}>
          <Trans>Keep</Trans>
        </Button>
        <Button
          type="button"
          variant="destructive"
          disabled={pending || !reasonCode}
          onClick={() => reasonCode && onConfirm({ reasonCode, reason })}
        >
          <Plural value={count} one="Cancel delivery" other="Cancel # deliveries" />
        </Button>
      </DialogFooter>
    </DeliveryDialog>
  );
}
