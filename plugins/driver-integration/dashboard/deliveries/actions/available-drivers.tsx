import { greatCircleDistance, type Point } from '@driver-dispatch/contract/geography';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  Command,
  CommandEmpty,
  CommandInput,
  CommandItem,
  CommandList,
  Skeleton,
  useQuery,
} from '@vendure/dashboard';
import { Distance } from '../../display/distance';
import { Vehicle } from '../../display/vehicle';
import { liveQuery } from '../../live/live-query';
import { availableDriversDocument, MAX_DRIVERS } from './available-drivers-document';

interface AvailableDriversProps {
  /** Distances are measured from this point. */
  store?: Point;
  disabled: boolean;
  onChoose: (driverId: string) => void;
}

/**
 * List of at most {@link MAX_DRIVERS} available drivers with a search by name. The drivers that the server returned are
 * sorted by their distance from the store.
 */
export function AvailableDrivers({ store, disabled, onChoose }: Readonly<AvailableDriversProps>) {
  const { t } = useLingui();
  const { data } = useQuery(liveQuery(availableDriversDocument, { take: MAX_DRIVERS }));
  if (!data) {
    return <Skeleton className="h-40" aria-busy />;
  }
  const drivers = data.drivers.items
    .map((driver) => ({
      ...driver,
      metres: store && driver.point ? greatCircleDistance(store, driver.point) : Number.POSITIVE_INFINITY,
    }))
    .sort((a, b) => a.metres - b.metres);
  return (
    <Command className="border" label={t`Available drivers`}>
      {/* The dialog sets its initial focus before the drivers are loaded, so the input takes the focus itself. */}
      <CommandInput autoFocus placeholder={t`Search by name`} />
      <CommandList>
        <CommandEmpty>
          <Trans>No driver found</Trans>
        </CommandEmpty>
        {drivers.map(({ driverId, name, vehicle, metres }) => (
          <CommandItem
            key={driverId}
            value={`${name} ${driverId}`}
            disabled={disabled}
            onSelect={() => onChoose(driverId)}
            className="justify-between"
          >
            <span>
              {name}
              {vehicle && (
                <span className="text-muted-foreground">
                  {', '}
                  <Vehicle kind={vehicle} />
                </span>
              )}
            </span>
            {Number.isFinite(metres) && <Distance metres={metres} />}
          </CommandItem>
        ))}
      </CommandList>
    </Command>
  );
}
