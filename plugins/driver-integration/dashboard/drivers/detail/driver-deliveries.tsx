import { Trans, useLingui } from '@lingui/react/macro';
import { DetailPageButton, Skeleton, useQuery } from '@vendure/dashboard';
import { DeliveryStateBadge } from '../../deliveries/delivery-state-badge';
import { PromisedTime } from '../../deliveries/promised-time';
import { CardTable } from '../../display/card-table';
import { Moment } from '../../display/moment';
import { Problem } from '../../display/problem';
import { liveQuery } from '../../live/live-query';
import { driverDeliveriesDocument } from './driver-deliveries-document';

/** The current deliveries of a driver, then the latest ended ones. */
export function DriverDeliveries({ driverId }: Readonly<{ driverId: string }>) {
  const { t } = useLingui();
  const { data, error } = useQuery(liveQuery(driverDeliveriesDocument, { driverId }));
  if (!data) {
    return error ? <Problem error={error} /> : <Skeleton className="h-32" />;
  }
  const { current, past } = data;
  const deliveries = [...current.items, ...past.items];
  const hidden = past.totalItems - past.items.length;
  if (deliveries.length === 0) {
    return (
      <p className="text-sm text-muted-foreground">
        <Trans>No deliveries yet</Trans>
      </p>
    );
  }
  return (
    <div className="overflow-x-auto">
      <CardTable
        headings={[t`Order`, t`State`, t`Store`, t`Customer`, t`Promised`, t`Created`]}
        rows={deliveries.map((delivery) => ({
          key: delivery.id,
          cells: [
            <DetailPageButton href={`/driver-deliveries/${delivery.id}`} label={delivery.orderCode} />,
            <DeliveryStateBadge state={delivery.state} />,
            delivery.storeName,
            delivery.customerName,
            <PromisedTime delivery={delivery} />,
            <Moment at={delivery.createdAt} />,
          ],
        }))}
      />
      {hidden > 0 && (
        <p className="pt-2 text-sm text-muted-foreground">
          <Trans>{hidden} earlier deliveries. Search the deliveries by the driver's name to see them.</Trans>
        </p>
      )}
    </div>
  );
}
