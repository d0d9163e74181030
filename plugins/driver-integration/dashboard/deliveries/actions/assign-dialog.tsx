import { Trans } from '@lingui/react/macro';
import type { DeliveryDetail } from '../detail/delivery-detail-document';
import { ChooseDriverDialog } from './choose-driver-dialog';
import { useDeliveryMutations } from './use-delivery-mutations';

interface AssignDialogProps {
  delivery: DeliveryDetail;
  open: boolean;
  onClose: () => void;
  /** Returns the element that gets the focus when the dialog closes. */
  returnFocusTo: () => HTMLElement | null;
}

/** Manual assignment of a waiting delivery, at any distance. */
export function AssignDialog({ delivery, open, onClose, returnFocusTo }: Readonly<AssignDialogProps>) {
  const { assign } = useDeliveryMutations(delivery);
  return (
    <ChooseDriverDialog
      delivery={delivery}
      title={<Trans>Assign driver</Trans>}
      description={
        <Trans>Available drivers, nearest first. The selected driver is assigned immediately.</Trans>
      }
      open={open}
      disabled={assign.isPending}
      onChoose={(driverId) => assign.mutate(driverId, { onSuccess: onClose })}
      onClose={onClose}
      returnFocusTo={returnFocusTo}
    />
  );
}
