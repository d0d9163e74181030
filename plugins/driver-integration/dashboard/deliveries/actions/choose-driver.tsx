import { useState } from 'react';
import type { DeliveryDetail } from '../detail/delivery-detail-document';
import { CandidateList } from './candidate-list';
import type { DeliveryCandidate } from './candidates-document';
import { ConfirmDriver } from './confirm-driver';
import { isBeyond } from './is-beyond';

interface ChooseDriverProps {
  delivery: DeliveryDetail;
  /** Set while an assignment is in progress. */
  disabled: boolean;
  onChoose: (driver: DeliveryCandidate['driver']) => void;
}

/** Lets a dispatcher choose a driver. A driver who may be beyond the search radius must be confirmed. */
export function ChooseDriver({ delivery, disabled, onChoose }: Readonly<ChooseDriverProps>) {
  const [distant, setDistant] = useState<DeliveryCandidate>();
  const radiusMetres = delivery.engine.searchRadiusMetres;
  const choose = (candidate: DeliveryCandidate) =>
    isBeyond(candidate, radiusMetres) ? setDistant(candidate) : onChoose(candidate.driver);
  if (!distant) {
    return <CandidateList deliveryId={delivery.id} disabled={disabled} onChoose={choose} />;
  }
  return (
    <ConfirmDriver
      candidate={distant}
      radiusMetres={radiusMetres}
      disabled={disabled}
      onBack={() => setDistant(undefined)}
      onConfirm={() => onChoose(distant.driver)}
    />
  );
}
