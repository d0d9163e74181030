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
import { Moment } from '../../display/moment';
import { Problem } from '../../display/problem';
import { Vehicle } from '../../display/vehicle';
import { slowQuery } from '../../live/live-query';
import { DRIVER_UNAVAILABLE_REASONS } from '../../words/problem-texts';
import { useCodeText } from '../../words/use-code-text';
import { candidatesDocument, type DeliveryCandidate } from './candidates-document';

interface CandidateListProps {
  deliveryId: string;
  disabled: boolean;
  onChoose: (candidate: DeliveryCandidate) => void;
}

/**
 * The drivers for a delivery with distance and ETA, and a search by name. Drivers who can't be assigned are listed last, with
 * the reason.
 */
export function CandidateList({ deliveryId, disabled, onChoose }: Readonly<CandidateListProps>) {
  const { t } = useLingui();
  const getReasonText = useCodeText(DRIVER_UNAVAILABLE_REASONS);
  const { data, error } = useQuery(slowQuery(candidatesDocument, { id: deliveryId }));
  if (!data) {
    return error ? <Problem error={error} /> : <Skeleton className="h-40" aria-busy />;
  }
  return (
    <Command className="border" label={t`Drivers`}>
      {/* The dialog sets its initial focus before the drivers are loaded, so the input takes the focus itself. */}
      <CommandInput autoFocus placeholder={t`Search by name`} />
      <CommandList>
        <CommandEmpty>
          <Trans>No driver found</Trans>
        </CommandEmpty>
        {data.driverDeliveryCandidates.map((candidate) => {
          const { driver, distanceMetres, eta, unavailableReason } = candidate;
          return (
            <CommandItem
              key={driver.driverId}
              value={`${driver.name} ${driver.driverId}`}
              disabled={disabled || unavailableReason !== null}
              onSelect={() => onChoose(candidate)}
              className="justify-between"
            >
              <span>
                {driver.name}
                {driver.vehicle && (
                  <span className="text-muted-foreground">
                    {', '}
                    <Vehicle kind={driver.vehicle} />
                  </span>
                )}
              </span>
              <span className="ml-auto flex shrink-0 flex-col items-end text-xs">
                {unavailableReason ? (
                  <span>{getReasonText(unavailableReason)}</span>
                ) : (
                  distanceMetres !== null && <Distance metres={distanceMetres} />
                )}
                {eta && (
                  <span className="text-muted-foreground">
                    <Trans>
                      ETA <Moment at={eta} />
                    </Trans>
                  </span>
                )}
              </span>
            </CommandItem>
          );
        })}
      </CommandList>
    </Command>
  );
}
