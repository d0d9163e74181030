import { Trans } from '@lingui/react/macro';
import { Button, DialogFooter, Skeleton, useQuery } from '@vendure/dashboard';
import type { ReactNode } from 'react';
import { candidatesDocument } from '../deliveries/actions/candidates-document';
import { ConfirmDriver } from '../deliveries/actions/confirm-driver';
import { DeliveryDialog } from '../deliveries/actions/delivery-dialog';
import { useDeliveryMutations } from '../deliveries/actions/use-delivery-mutations';
import { deliveryDetailDocument } from '../deliveries/detail/delivery-detail-document';
import { Problem } from '../display/problem';
import { liveQuery, slowQuery } from '../live/live-query';
import { DRIVER_UNAVAILABLE_REASONS } from '../words/problem-texts';
import { useCodeText } from '../words/use-code-text';
import { readDrop } from './read-drop';

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
  const delivery = useQuery(liveQuery(deliveryDetailDocument, { id: deliveryId }));
  const candidates = useQuery(slowQuery(candidatesDocument, { id: deliveryId, driverId }));
  const drop = readDrop(
    {
      delivery: delivery.data?.driverDelivery,
      candidates: candidates.data?.driverDeliveryCandidates,
      error: delivery.error ?? candidates.error,
    },
    driverId,
  );
  const getContent = () => {
    switch (drop.kind) {
      case 'loading':
        return <Skeleton className="h-16" aria-busy />;
      case 'failed':
        return (
          <Refusal onClose={onClose}>
            <Problem error={drop.error} />
          </Refusal>
        );
      case 'noDelivery':
        return (
          <Refusal onClose={onClose}>
            <Trans>This delivery no longer exists.</Trans>
          </Refusal>
        );
      case 'noCandidate':
        return (
          <Refusal onClose={onClose}>
            <Trans>This driver is not a candidate for this delivery.</Trans>
          </Refusal>
        );
      case 'found': {
        const { candidate } = drop;
        const { driver, unavailableReason } = candidate;
        return unavailableReason ? (
          <Refusal onClose={onClose}>
            <Trans>
              {driver.name} cannot be assigned: {getReasonText(unavailableReason)}.
            </Trans>
          </Refusal>
        ) : (
          <ConfirmDriver
            candidate={candidate}
            radiusMetres={drop.delivery.engine.searchRadiusMetres}
            disabled={assign.isPending}
            onBack={onClose}
            onConfirm={() => assign.mutate(driver, { onSuccess: onClose })}
          />
        );
      }
    }
  };
  return (
    <DeliveryDialog
      open
      onClose={onClose}
      title={<Trans>Assign driver</Trans>}
      description={delivery.data?.driverDelivery?.orderCode}
    >
      {getContent()}
    </DeliveryDialog>
  );
}

/** Says why the driver can't be assigned. */
function Refusal({ children, onClose }: Readonly<{ children: ReactNode; onClose: () => void }>) {
  return (
    <>
      <div role="alert" className="text-sm">
        {children}
      </div>
      <DialogFooter>
        <Button type="button" autoFocus onClick={onClose}>
          <Trans>Close</Trans>
        </Button>
      </DialogFooter>
    </>
  );
}
