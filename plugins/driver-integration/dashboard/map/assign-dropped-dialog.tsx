import { Trans } from '@lingui/react/macro';
import { Button, DialogFooter, Skeleton, useQuery } from '@vendure/dashboard';
import { candidatesDocument } from '../deliveries/actions/candidates-document';
import { ConfirmDriver } from '../deliveries/actions/confirm-driver';
import { DeliveryDialog } from '../deliveries/actions/delivery-dialog';
import { useDeliveryMutations } from '../deliveries/actions/use-delivery-mutations';
import { deliveryDetailDocument } from '../deliveries/detail/delivery-detail-document';
import { liveQuery } from '../live/live-query';
import { DRIVER_UNAVAILABLE_REASONS } from '../words/problem-texts';
import { useCodeText } from '../words/use-code-text';

/** A waiting delivery that was dragged onto a driver. */
export interface Dropped {
  deliveryId: string;
  driverId: string;
}

/** Asks whether a delivery is to be assigned to the driver onto whom it was dragged. */
export function AssignDroppedDialog({
  deliveryId,
  driverId,
  onClose,
}: Readonly<Dropped & { onClose: () => void }>) {
  const getReasonText = useCodeText(DRIVER_UNAVAILABLE_REASONS);
  const { assign } = useDeliveryMutations({ id: deliveryId });
  const delivery = useQuery(liveQuery(deliveryDetailDocument, { id: deliveryId })).data?.driverDelivery;
  const candidates = useQuery(liveQuery(candidatesDocument, { id: deliveryId })).data;
  const candidate = candidates?.driverDeliveryCandidates.find(({ driver }) => driver.driverId === driverId);
  const reason = candidate?.unavailableReason;
  const getContent = () => {
    if (!delivery || !candidate) {
      return <Skeleton className="h-16" aria-busy />;
    }
    if (reason) {
      return (
        <>
          <p role="alert" className="text-sm">
            <Trans>
              {candidate.driver.name} cannot be assigned: {getReasonText(reason)}.
            </Trans>
          </p>
          <DialogFooter>
            <Button type="button" autoFocus onClick={onClose}>
              <Trans>Close</Trans>
            </Button>
          </DialogFooter>
        </>
      );
    }
    return (
      <ConfirmDriver
        candidate={candidate}
        radiusMetres={delivery.engine.searchRadiusMetres}
        disabled={assign.isPending}
        onBack={onClose}
        onConfirm={() => assign.mutate(candidate.driver, { onSuccess: onClose })}
      />
    );
  };
  return (
    <DeliveryDialog
      open
      onClose={onClose}
      title={<Trans>Assign driver</Trans>}
      description={delivery?.orderCode}
    >
      {getContent()}
    </DeliveryDialog>
  );
}
