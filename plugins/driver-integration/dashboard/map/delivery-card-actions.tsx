import { Trans } from '@lingui/react/macro';
import { PermissionGuard, useQuery } from '@vendure/dashboard';
import { DeliveryActions } from '../deliveries/actions/delivery-actions';
import { deliveryDetailDocument } from '../deliveries/detail/delivery-detail-document';
import { PromisedTime } from '../deliveries/promised-time';
import { TrackingLink } from '../deliveries/tracking-link';
import { Details } from '../display/details';
import { Eta } from '../display/eta';
import { Phone } from '../display/phone';
import { liveQuery } from '../live/live-query';

/** Times, phone numbers and actions of the selected delivery. */
export function DeliveryCardActions({ id }: Readonly<{ id: string }>) {
  const { data } = useQuery(liveQuery(deliveryDetailDocument, { id }));
  const delivery = data?.driverDelivery;
  if (!delivery) {
    return null;
  }
  const { driverPhone, pickup, dropoff } = delivery;
  return (
    <div className="space-y-2 pt-1">
      <Details
        entries={[
          [<Trans>Promised</Trans>, delivery.promisedAt && <PromisedTime delivery={delivery} />],
          [<Trans>ETA</Trans>, delivery.eta && <Eta at={delivery.eta} />],
          [<Trans>Call driver</Trans>, driverPhone && <Phone number={driverPhone} />],
          [<Trans>Call store</Trans>, pickup?.phone && <Phone number={pickup.phone} />],
          [<Trans>Call receiver</Trans>, dropoff?.phone && <Phone number={dropoff.phone} />],
        ]}
      />
      {delivery.trackingUrl && <TrackingLink url={delivery.trackingUrl} />}
      <PermissionGuard requires="WriteDriverDelivery">
        <DeliveryActions delivery={delivery} />
      </PermissionGuard>
    </div>
  );
}
