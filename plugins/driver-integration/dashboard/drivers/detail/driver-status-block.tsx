import { Trans } from '@lingui/react/macro';
import { Link, Skeleton, useQuery } from '@vendure/dashboard';
import { Details } from '../../display/details';
import { Moment } from '../../display/moment';
import { Phone } from '../../display/phone';
import { Problem } from '../../display/problem';
import { useDurationText } from '../../display/use-duration-text';
import { liveQuery } from '../../live/live-query';
import { driverStatusDocument } from '../driver-documents';
import { DriverStatusBadge } from '../driver-status-badge';
import { DriverActions } from './driver-actions';
import { minutesOnDuty } from './minutes-on-duty';

/** Current status of a driver, with actions. Refreshes itself. */
export function DriverStatusBlock({ id }: Readonly<{ id: string }>) {
  const getDurationText = useDurationText();
  const { data, error } = useQuery(liveQuery(driverStatusDocument, { id }));
  const driver = data?.driver;
  if (!driver) {
    return error ? <Problem error={error} /> : <Skeleton className="h-32" />;
  }
  const {
    status,
    active,
    phone,
    statusSince,
    holdSince,
    seenAt,
    locationAt,
    point,
    delivery,
    statusHistory,
  } = driver;
  return (
    <div className="space-y-4">
      <Details
        entries={[
          [
            <Trans>Status</Trans>,
            <span role="status">
              <DriverStatusBadge status={status} active={active} holdSince={holdSince} />
            </span>,
          ],
          [<Trans>Since</Trans>, <Moment at={statusSince} />],
          [<Trans>On duty today</Trans>, getDurationText(minutesOnDuty(statusHistory))],
          [<Trans>On hold since</Trans>, holdSince && <Moment at={holdSince} />],
          [<Trans>Phone</Trans>, phone && <Phone number={phone} />],
          [<Trans>Last seen</Trans>, seenAt && <Moment at={seenAt} />],
          [
            <Trans>Location</Trans>,
            point && (
              <span className="tabular-nums">
                {point.lat.toFixed(5)}, {point.lon.toFixed(5)}
                {locationAt && (
                  <span className="block text-muted-foreground">
                    <Moment at={locationAt} />
                  </span>
                )}
              </span>
            ),
          ],
          [
            <Trans>Current delivery</Trans>,
            delivery && (
              <Link
                to={`/driver-deliveries/${delivery.id}`}
                className="whitespace-nowrap underline underline-offset-4"
              >
                {delivery.orderCode}
              </Link>
            ),
          ],
        ]}
      />
      {driver.manageable && <DriverActions driver={driver} />}
    </div>
  );
}
