import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@vendure/dashboard';
import { useMemo } from 'react';
import { liveQuery } from '../../live/live-query';
import { DetailMap } from '../../map/detail-map';
import type { DeliveryDetail } from './delivery-detail-document';
import { deliveryDriverDocument } from './delivery-driver-document';

/** The route of a delivery from pickup to drop-off, with the driver while the delivery is active. Refreshes itself. */
export function DeliveryMap({ delivery }: Readonly<{ delivery: DeliveryDetail }>) {
  const { t } = useLingui();
  const driver = useActiveDriver(delivery);
  const deliveries = useMemo(() => [delivery], [delivery]);
  return <DetailMap name={t`Delivery route`} driver={driver} deliveries={deliveries} />;
}

/** The driver of an active delivery; undefined if the channel has no access to the driver. */
function useActiveDriver({ state, driverId }: DeliveryDetail) {
  const isActive = state === 'ASSIGNED' || state === 'PICKED_UP';
  const { data } = useQuery({
    ...liveQuery(deliveryDriverDocument, { driverId: driverId ?? '' }),
    enabled: isActive && driverId !== null,
  });
  return isActive ? data?.driver : undefined;
}
