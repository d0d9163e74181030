import { Trans } from '@lingui/react/macro';
import { api, Link, useLocalFormat, useQuery } from '@vendure/dashboard';
import type { ReactNode } from 'react';
import { STATE_LABELS } from '../deliveries/delivery-state';
import { OfferText } from '../deliveries/offers/offer-badge';
import { ProblemText, type Troubled } from '../deliveries/problem-text';
import { useCodeText } from '../words/use-code-text';
import { DeliveryCardActions } from './delivery-card-actions';
import { endedDeliveryQuery, type Fleet } from './fleet-queries';

interface SelectedDeliveryProps {
  id: string;
  fleet: Pick<Fleet, 'deliveries'>;
}

/** Details of the selected delivery, also after it has ended. */
export function SelectedDelivery({ id, fleet }: SelectedDeliveryProps) {
  const getStateLabel = useCodeText(STATE_LABELS);
  const active = fleet.deliveries.find((delivery) => delivery.id === id);
  const ended = useQuery({
    queryKey: ['DispatchMapEndedDelivery', id],
    queryFn: () => api.query(endedDeliveryQuery, { id }),
    enabled: active === undefined,
  });
  const delivery = active ?? ended.data?.driverDelivery;
  if (!delivery) {
    return ended.isPending ? null : <Trans>Delivery not found.</Trans>;
  }
  return (
    <div className="space-y-1 text-sm">
      <p className="flex flex-wrap items-baseline justify-between gap-x-2">
        <Link to={`/driver-deliveries/${id}` as never} className="truncate font-medium hover:underline">
          {delivery.orderCode}
        </Link>
        <span role="status" className="shrink-0 text-xs">
          {getStateLabel(delivery.state)}
        </span>
      </p>
      {active ? (
        <>
          <dl>
            <Detail name={<Trans>Driver</Trans>} value={active.driverName} />
            <Detail name={<Trans>From</Trans>} value={active.pickup?.name} />
            <Detail
              name={<Trans>To</Trans>}
              value={[active.dropoff?.name, active.dropoff?.street, active.dropoff?.city]
                .filter(Boolean)
                .join(', ')}
            />
          </dl>
          {active.openOffer && (
            <p>
              <OfferText offer={active.openOffer} />
            </p>
          )}
          <DeliveryCardActions key={id} id={id} />
        </>
      ) : (
        <Ending delivery={ended.data?.driverDelivery ?? undefined} />
      )}
    </div>
  );
}

function Detail({ name, value }: { name: ReactNode; value: string | null | undefined }) {
  return value ? (
    <div className="flex gap-2">
      <dt className="w-14 shrink-0 text-muted-foreground">{name}</dt>
      <dd className="min-w-0 break-words">{value}</dd>
    </div>
  ) : null;
}

function Ending({
  delivery,
}: {
  delivery?: Troubled & { driverName: string | null; deliveredAt: string | null };
}) {
  const { formatDate } = useLocalFormat();
  if (!delivery?.deliveredAt) {
    return (
      delivery && (
        <p>
          <ProblemText delivery={delivery} />
        </p>
      )
    );
  }
  const time = formatDate(delivery.deliveredAt, { timeStyle: 'short' });
  return (
    <p>
      <Trans>
        Delivered by {delivery.driverName} at {time}.
      </Trans>
    </p>
  );
}
