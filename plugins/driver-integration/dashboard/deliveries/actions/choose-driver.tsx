import { Trans } from '@lingui/react/macro';
import { Button, DialogFooter } from '@vendure/dashboard';
import { useState } from 'react';
import { Distance } from '../../display/distance';
import { Moment } from '../../display/moment';
import type { DeliveryDetail } from '../detail/delivery-detail-document';
import { CandidateList } from './candidate-list';
import type { DeliveryCandidate } from './candidates-document';

interface ChooseDriverProps {
  delivery: DeliveryDetail;
  /** Set while an assignment is in progress. */
  disabled: boolean;
  onChoose: (driver: DeliveryCandidate['driver']) => void;
}

/** Lets a dispatcher choose a driver. A driver beyond the search radius must be confirmed. */
export function ChooseDriver({ delivery, disabled, onChoose }: Readonly<ChooseDriverProps>) {
  const [distant, setDistant] = useState<DeliveryCandidate>();
  const radius = delivery.engine.searchRadiusMetres;
  const choose = (candidate: DeliveryCandidate) => {
    const isDistant = radius !== null && (candidate.distanceMetres ?? 0) > radius;
    return isDistant ? setDistant(candidate) : onChoose(candidate.driver);
  };
  if (!distant) {
    return <CandidateList deliveryId={delivery.id} disabled={disabled} onChoose={choose} />;
  }
  return (
    <>
      <p role="alert" className="text-sm">
        <Trans>
          {distant.driver.name} is <Distance metres={distant.distanceMetres ?? 0} /> away from the store. The
          search radius is <Distance metres={radius ?? 0} />.
        </Trans>{' '}
        {distant.eta && (
          <Trans>
            Drop-off: <Moment at={distant.eta} />.
          </Trans>
        )}
      </p>
      <DialogFooter>
        <Button type="button" variant="outline" autoFocus onClick={() => setDistant(undefined)}>
          <Trans>Back</Trans>
        </Button>
        <Button
          type="button"
          variant="destructive"
          disabled={disabled}
          onClick={() => onChoose(distant.driver)}
        >
          <Trans>Assign anyway</Trans>
        </Button>
      </DialogFooter>
    </>
  );
}
