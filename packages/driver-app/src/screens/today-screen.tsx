import type { DispatchError, OwnDeliveries, OwnDelivery } from '@driver-dispatch/contract/messages';
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState, type ReactElement } from 'react';
import { stateTime } from '../delivery/state-time';
import { formatDistance, formatDuration, formatTime } from '../format/format';
import { ERRORS, GENERAL_ERROR, STATES } from '../words/code-texts';
import { ScreenFrame } from './screen-frame';
import { useApp, useAppState, useSession } from './use-app';
import { hrefOf } from './use-screen';

/** The driver's deliveries since midnight, with distance and time on duty. */
export function TodayScreen(): ReactElement {
  const app = useApp();
  const session = useSession();
  const { i18n } = useLingui();
  const { self, connection } = useAppState();
  const [own, setOwn] = useState<OwnDeliveries>();
  const [error, setError] = useState<DispatchError>();
  const current = self?.task?.deliveryId;
  const isOffline = connection === 'offline';
  useEffect(() => {
    const midnight = new Date(app.clock.now());
    midnight.setHours(0, 0, 0, 0);
    const show = (reply: OwnDeliveries) => {
      setOwn(reply);
      setError(undefined);
    };
    session.ownDeliveries(midnight).then(show, setError);
    // Loads again after a delivery, and when the connection is back.
  }, [app, session, current, isOffline]);

  return (
    <ScreenFrame title={<Trans>Today</Trans>}>
      <p className="problem" role="alert">
        {error && i18n._(ERRORS[error.code] ?? GENERAL_ERROR)}
      </p>
      {own && <Totals own={own} />}
      <ul className="list">
        {own?.deliveries.map((delivery) => (
          <Delivery key={delivery.deliveryId} delivery={delivery} />
        ))}
      </ul>
      <a className="link" href={hrefOf('tracking')}>
        <Trans>Tracking app</Trans>
      </a>
      <a className="link" href={hrefOf('sign-out')}>
        <Trans>Sign out</Trans>
      </a>
    </ScreenFrame>
  );
}

function Delivery({ delivery }: { delivery: OwnDelivery }): ReactElement {
  const { i18n } = useLingui();
  const { storeName, orderCode, state, distanceMetres } = delivery;
  const time = stateTime(delivery);
  const facts = [
    i18n._(STATES[state]),
    time && formatTime(time, i18n.locale),
    formatDistance(distanceMetres, i18n.locale),
  ];
  return (
    <li>
      <strong>
        {storeName}, {orderCode}
      </strong>
      <span>{facts.filter(Boolean).join(', ')}</span>
    </li>
  );
}

function Totals({ own: { deliveries, onDutySeconds } }: { own: OwnDeliveries }): ReactElement {
  const { i18n } = useLingui();
  const delivered = deliveries.filter(({ state }) => state === 'DELIVERED');
  const metres = delivered.reduce((sum, { distanceMetres }) => sum + distanceMetres, 0);
  return (
    <dl className="totals">
      <div>
        <dt>
          <Trans>Delivered</Trans>
        </dt>
        <dd>{delivered.length}</dd>
      </div>
      <div>
        <dt>
          <Trans>Distance</Trans>
        </dt>
        <dd>{formatDistance(metres, i18n.locale)}</dd>
      </div>
      <div>
        <dt>
          <Trans>On duty</Trans>
        </dt>
        <dd>{formatDuration(onDutySeconds, i18n.locale)}</dd>
      </div>
    </dl>
  );
}
