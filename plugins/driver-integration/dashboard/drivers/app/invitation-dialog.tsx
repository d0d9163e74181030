import { Trans, useLingui } from '@lingui/react/macro';
import {
  Alert,
  AlertDescription,
  Button,
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
  useLocalFormat,
} from '@vendure/dashboard';
import { Copyable } from '../../display/copyable';
import { QrCode } from './qr-code';
import type { Invitation } from './session-documents';

const TEST_ID = 'driver-invitation';

/** Prints only the dialog, without its buttons, black on white in every theme. */
const PRINT_STYLE = `@media print {
  body > :not(:has([data-testid='${TEST_ID}'])),
  [data-slot='dialog-overlay'],
  [data-testid='${TEST_ID}'] button {
    display: none;
  }
  [data-testid='${TEST_ID}'] {
    position: static;
    max-width: none;
    translate: none;
    transition: none;
    animation: none;
    box-shadow: none;
    background: #fff;
  }
  [data-testid='${TEST_ID}'] * {
    color: #000;
  }
}`;

interface InvitationDialogProps {
  driverName: string;
  /** Undefined: the dialog is closed. */
  invitation: Invitation | undefined;
  onClose: () => void;
}

/** Shows a new invitation as QR code and link, on the screen and for print. */
export function InvitationDialog({ driverName, invitation, onClose }: Readonly<InvitationDialogProps>) {
  return (
    <Dialog open={invitation !== undefined} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent data-testid={TEST_ID}>
        <style>{PRINT_STYLE}</style>
        <DialogHeader>
          <DialogTitle>
            <Trans>Driver app of {driverName}</Trans>
          </DialogTitle>
          <DialogDescription>
            <Trans>The driver scans the code with the phone, or opens the link on it.</Trans>
          </DialogDescription>
        </DialogHeader>
        {invitation && <InvitationContent invitation={invitation} />}
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

function InvitationContent({ invitation }: Readonly<{ invitation: Invitation }>) {
  const { t } = useLingui();
  const { formatDate } = useLocalFormat();
  const { link } = invitation;
  const until = formatDate(invitation.expiresAt, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <div className="space-y-4">
      {link ? (
        <>
          <div className="mx-auto w-64">
            <QrCode value={link} label={t`QR code of the link`} />
          </div>
          <Copyable value={link} label={t`Copy link`} />
        </>
      ) : (
        <>
          <Alert>
            <AlertDescription>
              <Trans>
                There is no link, as the public URL of the engine is not configured. The driver can paste this
                code in the driver app.
              </Trans>
            </AlertDescription>
          </Alert>
          <Copyable value={invitation.invitation} label={t`Copy code`} />
        </>
      )}
      <p>
        <Trans>Signs the driver in on one device. Valid until {until}.</Trans>
      </p>
    </div>
  );
}
