import { Trans, useLingui } from '@lingui/react/macro';
import { DetailPageButton, Skeleton, TableCell, TableRow, useQuery } from '@vendure/dashboard';
import { DeliveryStateBadge } from '../../deliveries/delivery-state-badge';
import { PromisedTime } from '../../deliveries/promised-time';
import { Moment } from '../../display/moment';
import { Problem } from '../../display/problem';
import { SimpleTable } from '../../display/simple-table';
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
      <SimpleTable headings={[t`Order`, t`State`, t`Store`, t`Customer`, t`Promised`, t`Created`]}>
        {deliveries.map((delivery) => (
          <TableRow key={delivery.id}>
            <TableCell>
              <DetailPageButton href={`/driver-deliveries/${delivery.id}`} label={delivery.orderCode} />
            </TableCell>
            <TableCell>
              <DeliveryStateBadge state={delivery.state} />
            </TableCell>
            <TableCell>{delivery.storeName}</TableCell>
            <TableCell>{delivery.customerName}</TableCell>
            <TableCell>
              <PromisedTime delivery={delivery} />
            </TableCell>
            <TableCell>
              <Moment at={delivery.createdAt} />
            </TableCell>
          </TableRow>
        ))}
      </SimpleTable>
      {hidden > 0 && (
        <p className="pt-2 text-sm text-muted-foreground">
          <Trans>{hidden} earlier deliveries. Search the deliveries by the driver's name to see them.</Trans>
        </p>
      )}
    </div>
  );
}
