import { Trans } from '@lingui/react/macro';
import { ChooseDriver } from './choose-driver';
import { DeliveryDialog, type DeliveryDialogProps } from './delivery-dialog';
import { useDeliveryMutations } from './use-delivery-mutations';

/** Reassigns a delivery that is not picked up yet. */
export function ReassignDialog({ delivery, ...dialog }: Readonly<DeliveryDialogProps>) {
  const { driverId: fromDriverId, driverName } = delivery;
  const { reassign } = useDeliveryMutations(delivery);
  return (
    <DeliveryDialog
      {...dialog}
      title={<Trans>Reassign</Trans>}
      description={
        <Trans>
          {driverName} is released from this delivery. The selected driver is assigned immediately. Nearest
          drivers are listed first.
        </Trans>
      }
    >
      <ChooseDriver
        delivery={delivery}
        disabled={reassign.isPending}
        onChoose={(driver) =>
          fromDriverId && reassign.mutate({ ...driver, fromDriverId }, { onSuccess: dialog.onClose })
        }
      />
    </DeliveryDialog>
  );
}
