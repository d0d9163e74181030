import { useLingui } from '@lingui/react/macro';
import { usePermissions, useQuery } from '@vendure/dashboard';
import { liveQuery } from '../../live/live-query';
import { DetailMap } from '../../map/detail-map';
import { driverStatusDocument } from '../driver-documents';
import { driverDeliveriesDocument } from './driver-deliveries-document';

/** The driver's location, with the current deliveries if the user may read them. Refreshes itself. */
export function DriverMap({ driverId }: Readonly<{ driverId: string }>) {
  const { t } = useLingui();
  const { hasPermissions } = usePermissions();
  const { data } = useQuery(liveQuery(driverStatusDocument, { id: driverId }));
  const deliveries = useQuery({
    ...liveQuery(driverDeliveriesDocument, { driverId }),
    enabled: hasPermissions(['ReadDriverDelivery']),
  });
  return (
    <DetailMap
      name={t`Location of the driver`}
      driver={data?.driver}
      deliveries={deliveries.data?.current.items}
    />
  );
}
