import { Trans } from '@lingui/react/macro';
import { Button, DialogFooter } from '@vendure/dashboard';
import { Distance } from '../../display/distance';
import { Moment } from '../../display/moment';
import type { DeliveryCandidate } from './candidates-document';
import { isBeyond } from './is-beyond';

interface ConfirmDriverProps {
  candidate: DeliveryCandidate;
  /** The search radius of the delivery; null if it is unknown. */
  radiusMetres: number | null;
  /** Set while an assignment is in progress. */
  disabled: boolean;
  onBack: () => void;
  onConfirm: () => void;
}

/** Asks a dispatcher to confirm a driver. Shows the distance, the ETA, and whether the driver may be beyond the search radius. */
export function ConfirmDriver(props: Readonly<ConfirmDriverProps>) {
  const { candidate, radiusMetres, disabled, onBack, onConfirm } = props;
  const { driver, distanceMetres, eta } = candidate;
  const beyond = isBeyond(candidate, radiusMetres);
  return (
    <>
      <p role="alert" className="text-sm">
        {distanceMetres === null ? (
          <Trans>The distance of {driver.name} from the store is unknown.</Trans>
        ) : (
          <Trans>
            {driver.name} is <Distance metres={distanceMetres} /> away from the store.
          </Trans>
        )}{' '}
        {radiusMetres === null ? (
          <Trans>The search radius is unknown.</Trans>
        ) : (
          beyond && (
            <Trans>
              The search radius is <Distance metres={radiusMetres} />.
            </Trans>
          )
        )}{' '}
        {eta && (
          <Trans>
            Drop-off: <Moment at={eta} />.
          </Trans>
        )}
      </p>
      <DialogFooter>
        <Button type="button" variant="outline" autoFocus={beyond} onClick={onBack}>
          <Trans>Back</Trans>
        </Button>
        <Button
          type="button"
          variant={beyond ? 'destructive' : 'default'}
          autoFocus={!beyond}
          disabled={disabled}
          onClick={onConfirm}
        >
          {beyond ? <Trans>Assign anyway</Trans> : <Trans>Assign</Trans>}
        </Button>
      </DialogFooter>
    </>
  );
}
