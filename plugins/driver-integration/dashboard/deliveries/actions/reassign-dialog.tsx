import { Trans } from '@lingui/react/macro';
import type { DeliveryDetail } from '../detail/delivery-detail-document';
import { ChooseDriverDialog } from './choose-driver-dialog';
import { useDeliveryMutations } from './use-delivery-mutations';

interface ReassignDialogProps {
  delivery: DeliveryDetail;
  open: boolean;
  onClose: () => void;
  /** What the focus returns to. */
  giveBack: () => HTMLElement | null;
}

/** Moves a delivery that is not picked up yet from its driver to another. */
export function ReassignDialog({ delivery, open, onClose, giveBack }: Readonly<ReassignDialogProps>) {
  const { driverId: fromDriverId, driverName } = delivery;
  const { reassign } = useDeliveryMutations(delivery);
  return (
    <ChooseDriverDialog
      delivery={delivery}
      title={<Trans>Give it to another driver</Trans>}
      description={
        <Trans>
          {driverName} is told to leave it and comes free. The one you choose has it at once; the nearest to
          the store are first.
        </Trans>
      }
      open={open}
      disabled={reassign.isPending}
      onChoose={(driverId) =>
        fromDriverId && reassign.mutate({ driverId, fromDriverId }, { onSuccess: onClose })
      }
      onClose={onClose}
      giveBack={giveBack}
    />
  );
}
