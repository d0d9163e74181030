import { Trans } from '@lingui/react/macro';
import { Button, Link } from '@vendure/dashboard';
import { STATE_LABELS } from '../deliveries/delivery-state';
import { Moment } from '../display/moment';
import { Phone } from '../display/phone';
import { DRIVER_STATUSES } from '../words/code-texts';
import { useCodeText } from '../words/use-code-text';
import type { Fleet } from './fleet-queries';
import type { Selection } from './map-ids';

interface SelectedDriverProps {
  driverId: string;
  fleet: Pick<Fleet, 'drivers' | 'deliveries'>;
  onSelect: (selection: Selection) => void;
}

export function SelectedDriver({ driverId, fleet, onSelect }: SelectedDriverProps) {
  const getStatusLabel = useCodeText(DRIVER_STATUSES);
  const getStateLabel = useCodeText(STATE_LABELS);
  const driver = fleet.drivers.find((each) => each.driverId === driverId);
  if (!driver) {
    return <Trans>This driver is offline.</Trans>;
  }
  const carried = fleet.deliveries.filter((delivery) => delivery.driverId === driverId);
  return (
    <div className="space-y-1 text-sm">
      <p className="flex flex-wrap items-baseline justify-between gap-x-2">
        <Link
          to={`/drivers/${encodeURIComponent(driverId)}` as never}
          className="truncate font-medium hover:underline"
        >
          {driver.name}
        </Link>
        <span role="status" className="shrink-0 text-xs">
          {getStatusLabel(driver.status)}
        </span>
      </p>
      {driver.seenAt && (
        <p className="text-muted-foreground">
          <Trans>
            Seen <Moment at={driver.seenAt} />
          </Trans>
        </p>
      )}
      {driver.phone && (
        <p>
          <Phone number={driver.phone} />
        </p>
      )}
      {carried.map(({ id, orderCode, state }) => (
        <p key={id} className="flex flex-wrap items-baseline gap-x-2">
          <span>{getStateLabel(state)}</span>
          <Button
            type="button"
            variant="link"
            className="h-auto p-0 text-foreground underline"
            onClick={() => onSelect({ kind: 'delivery', id })}
          >
            {orderCode}
          </Button>
        </p>
      ))}
    </div>
  );
}
