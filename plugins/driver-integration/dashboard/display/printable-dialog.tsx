import { Trans } from '@lingui/react/macro';
import {
  Button,
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@vendure/dashboard';
import type { ReactNode } from 'react';

/** Prints only the dialog, without its buttons, black on white in every theme. */
const PRINT_STYLE = `@media print {
  body > :not(:has([data-printable])),
  [data-slot='dialog-overlay'],
  [data-printable] button {
    display: none;
  }
  [data-printable] {
    position: static;
    max-width: none;
    translate: none;
    transition: none;
    animation: none;
    box-shadow: none;
    background: #fff;
  }
  [data-printable] * {
    color: #000;
  }
}`;

interface PrintableDialogProps {
  open: boolean;
  title: ReactNode;
  description: ReactNode;
  children: ReactNode;
  onClose: () => void;
}

/** A dialog for the screen and for print, such as with a QR code. */
export function PrintableDialog(props: Readonly<PrintableDialogProps>) {
  const { open, title, description, children, onClose } = props;
  return (
    <Dialog open={open} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent data-printable>
        <style>{PRINT_STYLE}</style>
        <DialogHeader>
          <DialogTitle>{title}</DialogTitle>
          <DialogDescription>{description}</DialogDescription>
        </DialogHeader>
        {children}
        <DialogFooter>
          <Button type="button" variant="outline" onClick={onClose}>
            <Trans>Close</Trans>
          </Button>
          <Button type="button" onClick={() => window.print()}>
            <Trans>Print</Trans>
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
