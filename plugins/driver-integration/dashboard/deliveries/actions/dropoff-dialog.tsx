import { Trans } from '@lingui/react/macro';
import { ProblemText } from '../problem-text';
import { DeliveryDialog, type DeliveryDialogProps } from './delivery-dialog';
import { DropoffForm } from './dropoff-form';

/** Asks for the drop-off location of a delivery that was not located, and submits the delivery. */
export function DropoffDialog({ delivery, ...dialog }: Readonly<DeliveryDialogProps>) {
  return (
    <DeliveryDialog
      {...dialog}
      title={<Trans>Set drop-off location</Trans>}
      description={<ProblemText delivery={delivery} />}
      className="sm:max-w-2xl"
    >
      <DropoffForm delivery={delivery} onDone={dialog.onClose} />
    </DeliveryDialog>
  );
}
