import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '@vendure/dashboard';
import type { ReactNode } from 'react';
import type { DeliveryDetail } from '../detail/delivery-detail-document';
import { AvailableDrivers } from './available-drivers';

interface ChooseDriverDialogProps {
  delivery: DeliveryDetail;
  title: ReactNode;
  description: ReactNode;
  open: boolean;
  /** Set while an assignment is in progress. */
  disabled: boolean;
  onChoose: (driverId: string) => void;
  onClose: () => void;
  /** Returns the element that gets the focus when the dialog closes. */
  returnFocusTo: () => HTMLElement | null;
}

/** Lets a dispatcher choose one of the available drivers. */
export function ChooseDriverDialog(props: Readonly<ChooseDriverDialogProps>) {
  const { delivery, title, description, open, disabled, onChoose, onClose, returnFocusTo } = props;
  return (
    <Dialog open={open} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent finalFocus={returnFocusTo}>
        <DialogHeader>
          <DialogTitle>{title}</DialogTitle>
          <DialogDescription>{description}</DialogDescription>
        </DialogHeader>
        <AvailableDrivers store={delivery.pickup?.point} disabled={disabled} onChoose={onChoose} />
      </DialogContent>
    </Dialog>
  );
}
