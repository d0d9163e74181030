import type { DriverTask } from '@driver-dispatch/contract/messages';
import { greatCircleDistance } from '@driver-dispatch/contract/geography';
import { Trans, useLingui } from '@lingui/react/macro';
import { lazy, useState, type ReactElement } from 'react';
import { formatDistance, formatTime } from '../format/format';
import { ChooseLocation } from './choose-location';
import { LocationWarning } from './location-warning';
import { MapFrame } from './map-frame';
import { Place } from './place';
import { ScreenFrame } from './screen-frame';
import { StepProblem } from './step-problem';
import { useAppState } from './use-app';
import { useAddStep } from './use-add-step';
import { goTo, hrefOf } from './use-screen';

const DeliveryMap = lazy(() => import('./delivery-map'));

/** The current delivery: first the store, then the receiver. */
export function DeliveryScreen({ task }: { task: DriverTask }): ReactElement {
  const { i18n } = useLingui();
  const { point } = useAppState();
  const { addStep, problem } = useAddStep();
  const [showsMap, setShowsMap] = useState(false);
  const { deliveryId, orderCode, pickup, dropoff, pinRequired } = task;
  const isPickedUp = task.state === 'PICKED_UP';
  const target = isPickedUp ? dropoff : pickup;
  const distance = point && formatDistance(greatCircleDistance(point, target.point), i18n.locale);
  const pickUp = () => addStep({ delivery: { deliveryId, orderCode }, action: { kind: 'pick_up' } });

  return (
    <ScreenFrame
      title={isPickedUp ? <Trans>Drive to the receiver</Trans> : <Trans>Drive to the store</Trans>}
      action={
        isPickedUp ? (
          <button type="button" className="primary" onClick={() => goTo('proof')}>
            <Trans>Delivered</Trans>
          </button>
        ) : (
          <button type="button" className="primary" onClick={() => void pickUp()}>
            <Trans>Picked up</Trans>
          </button>
        )
      }
    >
      <p className="facts">
        <Trans>Order {orderCode}</Trans>
        {distance && <span>{distance}</span>}
      </p>
      <Place name={target.name} address={target.address} point={target.point} phone={target.phone}>
        {isPickedUp ? (
          <>
            {dropoff.instructions && <p className="note">{dropoff.instructions}</p>}
            {pinRequired && (
              <p>
                <Trans>The receiver has a PIN for you.</Trans>
              </p>
            )}
          </>
        ) : (
          <p>
            <Trans>Ready at {formatTime(pickup.readyAt, i18n.locale)}</Trans>
          </p>
        )}
      </Place>
      <StepProblem problem={problem} />
      <LocationWarning />
      {showsMap ? (
        <MapFrame>
          <DeliveryMap task={task} />
        </MapFrame>
      ) : (
        <button type="button" className="link" onClick={() => setShowsMap(true)}>
          <Trans>Show the map</Trans>
        </button>
      )}
      <ChooseLocation dropoff={isPickedUp ? dropoff.point : undefined} />
      <a className="link" href={hrefOf('messages')}>
        <Trans>Messages</Trans>
      </a>
      <a className="link" href={hrefOf('fail')}>
        <Trans>The delivery is not possible</Trans>
      </a>
    </ScreenFrame>
  );
}
