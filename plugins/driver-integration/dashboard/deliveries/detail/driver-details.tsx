import { Trans } from '@lingui/react/macro';
import { LabeledData } from '@vendure/dashboard';
import { Distance } from '../../display/distance';
import { Moment } from '../../display/moment';
import { Phone } from '../../display/phone';
import { useDurationText } from '../../display/use-duration-text';
import { Vehicle } from '../../display/vehicle';
import type { DeliveryDetail } from './delivery-detail-document';
import { minutesWaited } from './minutes-waited';

/** The driver of a delivery, or the progress of the driver search. */
export function DriverDetails({ delivery }: Readonly<{ delivery: DeliveryDetail }>) {
  const { driverName, driverPhone, vehicle, distanceMetres, engine, state } = delivery;
  const waited = minutesWaited(engine);
  const duration = useDurationText()(waited);
  if (driverName === null) {
    return (
      <div className="space-y-3 text-sm">
        <p className="text-muted-foreground">
          {state === 'PENDING' && engine.searchRadiusMetres !== null && waited > 0 ? (
            <Trans>
              No driver within <Distance metres={engine.searchRadiusMetres} /> for {duration}
            </Trans>
          ) : (
            <Trans>Not assigned yet</Trans>
          )}
        </p>
        {state === 'PENDING' && engine.nextAttemptAt && (
          <LabeledData label={<Trans>Next attempt by</Trans>} value={<Moment at={engine.nextAttemptAt} />} />
        )}
      </div>
    );
  }
  return (
    <div className="space-y-3">
      <LabeledData label={<Trans>Name</Trans>} value={driverName} />
      {vehicle && <LabeledData label={<Trans>Vehicle</Trans>} value={<Vehicle kind={vehicle} />} />}
      {driverPhone && <LabeledData label={<Trans>Phone</Trans>} value={<Phone number={driverPhone} />} />}
      {distanceMetres !== null && (
        <LabeledData
          label={<Trans>Distance to store at assignment</Trans>}
          value={<Distance metres={distanceMetres} />}
        />
      )}
    </div>
  );
}
