import { Trans } from '@lingui/react/macro';
import { type PageContextValue, Skeleton, useQuery } from '@vendure/dashboard';
import { useRetainedFocus } from '../../display/use-retained-focus';
import { liveQuery } from '../../live/live-query';
import { OrderDeliveryCard } from './order-delivery-card';
import { orderDeliveriesDocument } from './order-deliveries-document';

/** The deliveries of the displayed order; an order of several sellers has one per seller. */
export function OrderDeliveriesBlock({ context }: Readonly<{ context: PageContextValue }>) {
  const { id } = context.entity as { id: string };
  const retainedFocus = useRetainedFocus<HTMLDivElement>();
  const { data } = useQuery(liveQuery(orderDeliveriesDocument, { id }));
  if (!data) {
    return <Skeleton className="h-16" />;
  }
  const deliveries = data.order?.deliveries ?? [];
  if (deliveries.length === 0) {
    return (
      <p className="text-sm text-muted-foreground">
        <Trans>No deliveries for this order</Trans>
      </p>
    );
  }
  return (
    <div
      {...retainedFocus}
      data-testid="order-deliveries"
      className="driver-dispatch space-y-4 divide-y *:pb-4 *:last:pb-0"
    >
      {deliveries.map((delivery) => (
        <OrderDeliveryCard key={delivery.id} delivery={delivery} />
      ))}
    </div>
  );
}
