import { Trans } from '@lingui/react/macro';
import { Button, Link, useLocalFormat } from '@vendure/dashboard';
import type { Fleet } from './fleet-queries';
import type { Selection } from './map-ids';
import { DriverStatusText } from './state-text';

interface SelectedDriverProps {
  driverId: string;
  fleet: Pick<Fleet, 'drivers' | 'deliveries'>;
  onSelect: (selection: Selection) => void;
}

export function SelectedDriver({ driverId, fleet, onSelect }: SelectedDriverProps) {
  const { formatRelativeDate } = useLocalFormat();
  const driver = fleet.drivers.find((each) => each.driverId === driverId);
  if (!driver) {
    return <Trans>This driver has left the road.</Trans>;
  }
  const carried = fleet.deliveries.filter((delivery) => delivery.driverId === driverId);
  return (
    <div className="space-y-1 text-sm">
      <p className="flex items-baseline justify-between gap-2">
        <Link
          to={`/drivers/${encodeURIComponent(driverId)}` as never}
          className="truncate font-medium hover:underline"
        >
          {driver.name}
        </Link>
        <span className="shrink-0 text-xs">
          <DriverStatusText status={driver.status} />
        </span>
      </p>
      {driver.seenAt && (
        <p className="text-muted-foreground">
          <Trans>Last sign of life {formatRelativeDate(driver.seenAt)}</Trans>
        </p>
      )}
      {carried.map(({ id, orderCode }) => (
        <Button
          key={id}
          type="button"
          variant="link"
          className="h-auto p-0"
          onClick={() => onSelect({ kind: 'delivery', id })}
        >
          <Trans>Brings {orderCode}</Trans>
        </Button>
      ))}
    </div>
  );
}
