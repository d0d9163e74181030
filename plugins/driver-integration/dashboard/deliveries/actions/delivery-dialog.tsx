import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '@vendure/dashboard';
import type { KeyboardEvent, ReactNode } from 'react';
import type { DeliveryDetail } from '../detail/delivery-detail-document';

export interface DeliveryDialogProps<Delivery = DeliveryDetail> {
  delivery: Delivery;
  open: boolean;
  onClose: () => void;
  /** Returns the element that gets the focus when the dialog closes. */
  returnFocusTo: () => HTMLElement | null;
}

interface Content extends Omit<DeliveryDialogProps, 'delivery' | 'returnFocusTo'> {
  returnFocusTo?: DeliveryDialogProps['returnFocusTo'];
  title: ReactNode;
  description: ReactNode;
  className?: string;
  children: ReactNode;
}

/** The frame of a dialog for an action on a delivery. */
export function DeliveryDialog(props: Readonly<Content>) {
  const { title, description, open, onClose, returnFocusTo, className, children } = props;
  return (
    <Dialog open={open} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent finalFocus={returnFocusTo} className={className} onKeyDown={keepFromMenu}>
        <DialogHeader>
          <DialogTitle>{title}</DialogTitle>
          <DialogDescription>{description}</DialogDescription>
        </DialogHeader>
        {children}
      </DialogContent>
    </Dialog>
  );
}

/** A menu that contains the dialog would use typed letters to select an item. */
function keepFromMenu(event: KeyboardEvent) {
  if (event.key !== 'Escape') {
    event.stopPropagation();
  }
}
