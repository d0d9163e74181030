import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '@vendure/dashboard';
import type { ReactNode } from 'react';
import type { DeliveryDetail } from '../detail/delivery-detail-document';
import { FreeDrivers } from './free-drivers';

interface ChooseDriverDialogProps {
  delivery: DeliveryDetail;
  title: ReactNode;
  description: ReactNode;
  open: boolean;
  /** While the last choice is being carried out. */
  disabled: boolean;
  onChoose: (driverId: string) => void;
  onClose: () => void;
  /** What the focus returns to. */
  giveBack: () => HTMLElement | null;
}

/** Asks who is to have a delivery, of the drivers who are free. */
export function ChooseDriverDialog(props: Readonly<ChooseDriverDialogProps>) {
  const { delivery, title, description, open, disabled, onChoose, onClose, giveBack } = props;
  return (
    <Dialog open={open} onOpenChange={(stays) => !stays && onClose()}>
      <DialogContent finalFocus={giveBack}>
        <DialogHeader>
          <DialogTitle>{title}</DialogTitle>
          <DialogDescription>{description}</DialogDescription>
        </DialogHeader>
        <FreeDrivers store={delivery.pickup?.point} disabled={disabled} onChoose={onChoose} />
      </DialogContent>
    </Dialog>
  );
}
