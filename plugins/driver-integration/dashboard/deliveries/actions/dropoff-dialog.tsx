import { Trans } from '@lingui/react/macro';
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '@vendure/dashboard';
import type { DeliveryDetail } from '../detail/delivery-detail-document';
import { ProblemText } from '../problem-text';
import { DropoffForm } from './dropoff-form';

interface DropoffDialogProps {
  delivery: DeliveryDetail;
  open: boolean;
  onClose: () => void;
  /** Returns the element that gets the focus when the dialog closes. */
  returnFocusTo: () => HTMLElement | null;
}

/** Asks for the drop-off location of a delivery that was not located, and submits the delivery. */
export function DropoffDialog({ delivery, open, onClose, returnFocusTo }: Readonly<DropoffDialogProps>) {
  return (
    <Dialog open={open} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent finalFocus={returnFocusTo} className="sm:max-w-2xl">
        <DialogHeader>
          <DialogTitle>
            <Trans>Set drop-off location</Trans>
          </DialogTitle>
          <DialogDescription>
            <ProblemText delivery={delivery} />
          </DialogDescription>
        </DialogHeader>
        <DropoffForm delivery={delivery} onDone={onClose} />
      </DialogContent>
    </Dialog>
  );
}
