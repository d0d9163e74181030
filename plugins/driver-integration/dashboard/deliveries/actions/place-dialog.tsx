import { Trans } from '@lingui/react/macro';
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '@vendure/dashboard';
import { useServerText } from '../../words/use-server-text';
import type { DeliveryDetail } from '../detail/delivery-detail-document';
import { PlaceForm } from './place-form';

interface PlaceDialogProps {
  delivery: DeliveryDetail;
  open: boolean;
  onClose: () => void;
  /** What the focus returns to. */
  giveBack: () => HTMLElement | null;
}

/** Asks where a delivery that could not be located is handed over, and has it handed over. */
export function PlaceDialog({ delivery, open, onClose, giveBack }: Readonly<PlaceDialogProps>) {
  const textOf = useServerText();
  return (
    <Dialog open={open} onOpenChange={(stays) => !stays && onClose()}>
      <DialogContent finalFocus={giveBack} className="sm:max-w-2xl">
        <DialogHeader>
          <DialogTitle>
            <Trans>Place the drop-off</Trans>
          </DialogTitle>
          <DialogDescription>{delivery.problem && textOf(delivery.problem)}</DialogDescription>
        </DialogHeader>
        <PlaceForm delivery={delivery} onDone={onClose} />
      </DialogContent>
    </Dialog>
  );
}
