import { Trans } from '@lingui/react/macro';
import { Skeleton, useQuery } from '@vendure/dashboard';
import { Details } from '../display/details';
import { Problem } from '../display/problem';
import { PlatformDrivers } from '../drivers/platform-drivers';
import { liveQuery } from '../live/live-query';
import { fleetCountsDocument } from './engine-documents';

/** Number of drivers by status. */
export function FleetCounts() {
  const { data, error } = useQuery(liveQuery(fleetCountsDocument, {}));
  if (!data) {
    return error ? <Problem error={error} /> : <Skeleton className="h-24" />;
  }
  const count = ({ totalItems }: { totalItems: number }) => (
    <span className="font-medium tabular-nums">{totalItems}</span>
  );
  return (
    <div className="space-y-3">
      <Details
        entries={[
          [<Trans>Available</Trans>, count(data.available)],
          [<Trans>Busy</Trans>, count(data.busy)],
          [<Trans>Offline</Trans>, count(data.offline)],
          [<Trans>Deactivated</Trans>, count(data.deactivated)],
        ]}
      />
      <PlatformDrivers />
    </div>
  );
}
