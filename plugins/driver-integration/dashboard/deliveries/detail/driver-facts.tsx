import { Trans } from '@lingui/react/macro';
import { LabeledData } from '@vendure/dashboard';
import { Distance } from '../../display/distance';
import { Moment } from '../../display/moment';
import { Vehicle } from '../../display/vehicle';
import type { DeliveryDetail } from './delivery-detail-document';

/** Who brings it; while nobody does, how the search goes. */
export function DriverFacts({ delivery }: Readonly<{ delivery: DeliveryDetail }>) {
  const { driverName, driverPhone, vehicle, distanceMetres, engine, state } = delivery;
  if (driverName === null) {
    return (
      <div className="space-y-3 text-sm">
        <p className="text-muted-foreground">
          <Trans>Nobody yet</Trans>
        </p>
        {state === 'PENDING' && engine.searchRadiusMetres !== null && (
          <LabeledData
            label={<Trans>Searched for within</Trans>}
            value={<Distance metres={engine.searchRadiusMetres} />}
          />
        )}
        {state === 'PENDING' && engine.nextAttemptAt && (
          <LabeledData
            label={<Trans>Next try at the latest</Trans>}
            value={<Moment at={engine.nextAttemptAt} />}
          />
        )}
      </div>
    );
  }
  return (
    <div className="space-y-3">
      <LabeledData label={vehicle ? <Vehicle kind={vehicle} /> : <Trans>Name</Trans>} value={driverName} />
      {driverPhone && (
        <LabeledData
          label={<Trans>Phone</Trans>}
          value={
            <a className="underline underline-offset-2" href={`tel:${driverPhone.replace(/\s/g, '')}`}>
              {driverPhone}
            </a>
          }
        />
      )}
      {distanceMetres !== null && (
        <LabeledData
          label={<Trans>From the store when assigned</Trans>}
          value={<Distance metres={distanceMetres} />}
        />
      )}
    </div>
  );
}
