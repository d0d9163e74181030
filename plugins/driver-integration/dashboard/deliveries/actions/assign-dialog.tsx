import { Trans } from '@lingui/react/macro';
import { AvailableDrivers } from './available-drivers';
import { DeliveryDialog, type DeliveryDialogProps } from './delivery-dialog';
import { useDeliveryMutations } from './use-delivery-mutations';

/** Manual assignment of a waiting delivery, at any distance. */
export function AssignDialog({ delivery, ...dialog }: Readonly<DeliveryDialogProps>) {
  const { assign } = useDeliveryMutations(delivery);
  return (
    <DeliveryDialog
      {...dialog}
      title={<Trans>Assign driver</Trans>}
      description={
        <Trans>Available drivers, nearest first. The selected driver is assigned immediately.</Trans>
      }
    >
      <AvailableDrivers
        store={delivery.pickup?.point}
        disabled={assign.isPending}
        onChoose={(driverId) => assign.mutate(driverId, { onSuccess: dialog.onClose })}
      />
    </DeliveryDialog>
  );
}
