import { Trans } from '@lingui/react/macro';
import type { DeliveryDetail } from '../detail/delivery-detail-document';
import { ChooseDriverDialog } from './choose-driver-dialog';
import { useDeliveryMutations } from './use-delivery-mutations';

interface AssignDialogProps {
  delivery: DeliveryDetail;
  open: boolean;
  onClose: () => void;
  /** What the focus returns to. */
  giveBack: () => HTMLElement | null;
}

/** Gives a delivery that waits a driver by hand, however far away. */
export function AssignDialog({ delivery, open, onClose, giveBack }: Readonly<AssignDialogProps>) {
  const { assign } = useDeliveryMutations(delivery);
  return (
    <ChooseDriverDialog
      delivery={delivery}
      title={<Trans>Assign a driver</Trans>}
      description={
        <Trans>
          Drivers who are available, the nearest to the store first. The one you choose has it at once.
        </Trans>
      }
      open={open}
      disabled={assign.isPending}
      onChoose={(driverId) => assign.mutate(driverId, { onSuccess: onClose })}
      onClose={onClose}
      giveBack={giveBack}
    />
  );
}
