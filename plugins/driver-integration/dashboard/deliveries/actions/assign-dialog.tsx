import { Trans } from '@lingui/react/macro';
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '@vendure/dashboard';
import type { DeliveryDetail } from '../detail/delivery-detail-document';
import { FreeDrivers } from './free-drivers';
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
    <Dialog open={open} onOpenChange={(stays) => !stays && onClose()}>
      <DialogContent finalFocus={giveBack}>
        <DialogHeader>
          <DialogTitle>
            <Trans>Assign a driver</Trans>
          </DialogTitle>
          <DialogDescription>
            <Trans>
              Drivers who are available, the nearest to the store first. The one you choose has it at once.
            </Trans>
          </DialogDescription>
        </DialogHeader>
        <FreeDrivers
          store={delivery.pickup?.point}
          disabled={assign.isPending}
          onChoose={(driverId) => assign.mutate(driverId, { onSuccess: onClose })}
        />
      </DialogContent>
    </Dialog>
  );
}
