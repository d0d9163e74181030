import { Trans, useLingui } from '@lingui/react/macro';
import { keepPreviousData, Skeleton, TableCell, TableRow, useQuery } from '@vendure/dashboard';
import { DeliveryStateBadge } from '../deliveries/delivery-state-badge';
import type { DeliveryState } from '../deliveries/delivery-state';
import { Moment } from '../display/moment';
import { Problem } from '../display/problem';
import { SimpleTable } from '../display/simple-table';
import { liveQuery } from '../live/live-query';
import { unmatchedDeliveriesDocument } from './engine-documents';

const PAGE_SIZE = 50;

/** Deliveries of the engine without a delivery in this shop, latest first. */
export function UnmatchedDeliveries() {
  const { t } = useLingui();
  const { data, error } = useQuery({
    ...liveQuery(unmatchedDeliveriesDocument, { take: PAGE_SIZE, skip: 0 }),
    placeholderData: keepPreviousData,
  });
  if (!data) {
    return error ? <Problem error={error} /> : <Skeleton className="h-24" />;
  }
  const { items, totalItems } = data.unmatchedDriverDeliveries;
  if (totalItems === 0) {
    return (
      <p className="text-sm text-muted-foreground">
        <Trans>No unmatched deliveries.</Trans>
      </p>
    );
  }
  const hidden = totalItems - items.length;
  return (
    <div className="space-y-4">
      <SimpleTable headings={[t`Order`, t`State`, t`Driver`, t`Unmatched since`]}>
        {items.map(({ engineDeliveryId, orderCode, state, driverId, unmatchedSince }) => (
          <TableRow key={engineDeliveryId}>
            <TableCell>
              {orderCode}
              <div className="text-xs text-muted-foreground">{engineDeliveryId}</div>
            </TableCell>
            <TableCell>
              <DeliveryStateBadge state={state as DeliveryState} />
            </TableCell>
            <TableCell>{driverId}</TableCell>
            <TableCell>
              <Moment at={unmatchedSince} />
            </TableCell>
          </TableRow>
        ))}
      </SimpleTable>
      {hidden > 0 && (
        <p className="text-sm text-muted-foreground">
          <Trans>{hidden} more</Trans>
        </p>
      )}
    </div>
  );
}
