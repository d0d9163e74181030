import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, AlertDescription, useLocalFormat } from '@vendure/dashboard';
import { Copyable } from '../../display/copyable';
import { LinkWithCode } from '../../display/link-with-code';
import { PrintableDialog } from '../../display/printable-dialog';
import type { Invitation } from './session-documents';

interface InvitationDialogProps {
  open: boolean;
  driverName: string;
  invitation: Invitation;
  onClose: () => void;
}

/** Shows a new invitation as QR code and link, on the screen and for print. */
export function InvitationDialog(props: Readonly<InvitationDialogProps>) {
  const { open, driverName, invitation, onClose } = props;
  return (
    <PrintableDialog
      open={open}
      title={<Trans>Driver app of {driverName}</Trans>}
      description={<Trans>The driver scans the code with the phone, or opens the link on it.</Trans>}
      onClose={onClose}
    >
      <InvitationContent invitation={invitation} />
    </PrintableDialog>
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
        <LinkWithCode link={link} />
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
