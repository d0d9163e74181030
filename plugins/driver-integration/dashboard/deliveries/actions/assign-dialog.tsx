import { Trans } from '@lingui/react/macro';
import { ChooseDriver } from './choose-driver';
import { DeliveryDialog, type DeliveryDialogProps } from './delivery-dialog';
import { useDeliveryMutations } from './use-delivery-mutations';

/** Manual assignment of a waiting delivery, at any distance. */
export function AssignDialog({ delivery, ...dialog }: Readonly<DeliveryDialogProps>) {
  const { assign } = useDeliveryMutations(delivery);
  return (
    <DeliveryDialog
      {...dialog}
      title={<Trans>Assign driver</Trans>}
      description={<Trans>Candidates, nearest first. The selected driver is assigned immediately.</Trans>}
    >
      <ChooseDriver
        delivery={delivery}
        disabled={assign.isPending}
        onChoose={(driver) => assign.mutate(driver, { onSuccess: dialog.onClose })}
      />
    </DeliveryDialog>
  );
}
