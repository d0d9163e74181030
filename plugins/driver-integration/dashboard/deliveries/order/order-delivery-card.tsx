import { Trans } from '@lingui/react/macro';
import { Button, DetailPageButton, LabeledData, PermissionGuard } from '@vendure/dashboard';
import { PackageCheckIcon } from 'lucide-react';
import { Eta } from '../../display/eta';
import { Moment } from '../../display/moment';
import { Vehicle } from '../../display/vehicle';
import { useDeliveryMutations } from '../actions/use-delivery-mutations';
import { isTroubled, ProblemText } from '../problem-text';
import { DeliveryStateBadge } from '../delivery-state-badge';
import type { OrderDelivery } from './order-deliveries-document';

/** Summary of a delivery with a link to its page and, if applicable, the button that marks it as ready. */
export function OrderDeliveryCard({ delivery }: Readonly<{ delivery: OrderDelivery }>) {
  const { id, orderCode, state, driverName, vehicle, eta, deliveredAt } = delivery;
  const { markReady } = useDeliveryMutations(delivery);
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center justify-between gap-1">
        <DetailPageButton href={`/driver-deliveries/${id}`} label={orderCode} className="-ml-3" />
        <span role="status">
          <DeliveryStateBadge state={state} />
        </span>
      </div>
      {isTroubled(delivery) && (
        <p className="text-sm text-destructive">
          <ProblemText delivery={delivery} />
        </p>
      )}
      {driverName && (
        <LabeledData
          label={<Trans>Driver</Trans>}
          value={
            <>
              {driverName}
              {vehicle && (
                <>
                  {', '}
                  <Vehicle kind={vehicle} />
                </>
              )}
            </>
          }
        />
      )}
      {eta && <LabeledData label={<Trans>ETA</Trans>} value={<Eta at={eta} />} />}
      {deliveredAt && <LabeledData label={<Trans>Delivered</Trans>} value={<Moment at={deliveredAt} />} />}
      {delivery.canBeMarkedReady && (
        <PermissionGuard requires="WriteDriverDelivery">
          <Button type="button" disabled={markReady.isPending} onClick={() => markReady.mutate()}>
            <PackageCheckIcon aria-hidden />
            <Trans>Mark as ready</Trans>
          </Button>
        </PermissionGuard>
      )}
    </div>
  );
}
