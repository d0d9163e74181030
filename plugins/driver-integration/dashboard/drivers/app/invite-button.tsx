import { Trans } from '@lingui/react/macro';
import { Button, toast, useMutation } from '@vendure/dashboard';
import { useState } from 'react';
import { runMutation } from '../../run-mutation';
import { useErrorText } from '../../words/use-problem-text';
import { InvitationDialog } from './invitation-dialog';
import { createDriverInvitationDocument, type Invitation } from './session-documents';

interface InviteButtonProps {
  driverId: string;
  driverName: string;
}

/** Creates an invitation to the driver app and shows it. */
export function InviteButton({ driverId, driverName }: Readonly<InviteButtonProps>) {
  const getErrorText = useErrorText();
  const [invitation, setInvitation] = useState<Invitation>();
  const [isOpen, setOpen] = useState(false);
  const invite = useMutation({
    mutationFn: () => runMutation(createDriverInvitationDocument, { driverId }),
    onSuccess: ({ createDriverInvitation }) => {
      setInvitation(createDriverInvitation);
      setOpen(true);
    },
    onError: (error) => toast.error(getErrorText(error)),
  });
  return (
    <>
      <Button type="button" variant="secondary" disabled={invite.isPending} onClick={() => invite.mutate()}>
        <Trans>Invite</Trans>
      </Button>
      {invitation && (
        <InvitationDialog
          open={isOpen}
          driverName={driverName}
          invitation={invitation}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
