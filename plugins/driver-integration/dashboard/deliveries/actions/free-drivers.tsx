import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Command, CommandEmpty, CommandInput, CommandItem, CommandList, Skeleton } from '@vendure/dashboard';
import { Distance } from '../../display/distance';
import { metresBetween, type Point } from '../../display/metres-between';
import { Vehicle } from '../../display/vehicle';
import { liveQuery } from '../../live/live-query';
import { freeDriversDocument, FREE_DRIVERS_SHOWN } from './free-drivers-document';

interface FreeDriversProps {
  /** From where distances are measured. */
  store?: Point;
  disabled: boolean;
  onChoose: (driverId: string) => void;
}

/** The drivers who may be chosen, to search by name and to choose from by mouse or keyboard. */
export function FreeDrivers({ store, disabled, onChoose }: Readonly<FreeDriversProps>) {
  const { t } = useLingui();
  const { data } = useQuery(liveQuery(freeDriversDocument, { take: FREE_DRIVERS_SHOWN }));
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
      {/* The list comes after the dialog, which has given the focus away by then. */}
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
