import { Trans } from '@lingui/react/macro';
import type { DeliveryDetail } from '../detail/delivery-detail-document';
import { ChooseDriverDialog } from './choose-driver-dialog';
import { useDeliveryMutations } from './use-delivery-mutations';

interface ReassignDialogProps {
  delivery: DeliveryDetail;
  open: boolean;
  onClose: () => void;
  /** Returns the element that gets the focus when the dialog closes. */
  returnFocusTo: () => HTMLElement | null;
}

/** Reassigns a delivery that is not picked up yet. */
export function ReassignDialog({ delivery, open, onClose, returnFocusTo }: Readonly<ReassignDialogProps>) {
  const { driverId: fromDriverId, driverName } = delivery;
  const { reassign } = useDeliveryMutations(delivery);
  return (
    <ChooseDriverDialog
      delivery={delivery}
      title={<Trans>Reassign</Trans>}
      description={
        <Trans>
          {driverName} is released from this delivery. The selected driver is assigned immediately. Nearest
          drivers are listed first.
        </Trans>
      }
      open={open}
      disabled={reassign.isPending}
      onChoose={(driverId) =>
        fromDriverId && reassign.mutate({ driverId, fromDriverId }, { onSuccess: onClose })
      }
      onClose={onClose}
      returnFocusTo={returnFocusTo}
    />
  );
}
