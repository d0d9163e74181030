import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Command, CommandEmpty, CommandInput, CommandItem, CommandList, Skeleton } from '@vendure/dashboard';
import { Distance } from '../../display/distance';
import { metresBetween, type Point } from '../../display/metres-between';
import { Vehicle } from '../../display/vehicle';
import { liveQuery } from '../../live/live-query';
import { availableDriversDocument, AVAILABLE_DRIVERS_SHOWN } from './available-drivers-document';

interface AvailableDriversProps {
  /** Distances are measured from this point. */
  store?: Point;
  disabled: boolean;
  onChoose: (driverId: string) => void;
}

/** List of the available drivers, nearest to the store first, with a search by name. */
export function AvailableDrivers({ store, disabled, onChoose }: Readonly<AvailableDriversProps>) {
  const { t } = useLingui();
  const { data } = useQuery(liveQuery(availableDriversDocument, { take: AVAILABLE_DRIVERS_SHOWN }));
  if (!data) {
    return <Skeleton className="h-40" aria-busy />;
  }
  const drivers = data.drivers.items
    .map((driver) => ({
      ...driver,
      metres: store && driver.point ? metresBetween(store, driver.point) : Number.POSITIVE_INFINITY,
    }))
    .sort((a, b) => a.metres - b.metres);
  return (
    <Command className="border" label={t`Available drivers`}>
      {/* The list loads after the dialog has set its initial focus. */}
      <CommandInput autoFocus placeholder={t`Search by name`} />
      <CommandList>
        <CommandEmpty>
          <Trans>No driver is available</Trans>
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
