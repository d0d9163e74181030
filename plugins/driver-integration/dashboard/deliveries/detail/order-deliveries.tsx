import { Trans } from '@lingui/react/macro';
import { DetailPageButton } from '@vendure/dashboard';
import { DeliveryStateBadge } from '../delivery-state-badge';
import type { DeliveryDetail } from './delivery-detail-document';

interface OrderDeliveriesProps {
  orderDeliveries: DeliveryDetail['orderDeliveries'];
  /** The delivery whose page this is. */
  shown: string;
}

/** The deliveries of one order: the first and its redeliveries. */
export function OrderDeliveries({ orderDeliveries, shown }: Readonly<OrderDeliveriesProps>) {
  return (
    <ul className="space-y-1">
      {orderDeliveries.map(({ id, redeliveryNumber, state }) => (
        <li key={id} className="flex items-center justify-between gap-2 text-sm">
          <DetailPageButton
            href={`/driver-deliveries/${id}`}
            disabled={id === shown}
            label={<Trans>Delivery {redeliveryNumber}</Trans>}
            className="-ml-3"
          />
          <DeliveryStateBadge state={state} />
        </li>
      ))}
    </ul>
  );
}
