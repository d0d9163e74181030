import { Trans } from '@lingui/react/macro';
import { useEffect, useState, type ReactElement } from 'react';
import { CONFIRM_MS, findConfirmed } from '../delivery/apply-steps';
import { useAppState } from './use-app';

/** Says for a short time that the engine has accepted the proof of a delivery. */
export function DeliveredMessage(): ReactElement {
  const { steps } = useAppState();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setTimeout(() => setNow(Date.now()), CONFIRM_MS);
    return () => clearTimeout(timer);
  }, [steps]);
  const orderCode = findConfirmed(steps, now);
  return (
    <div className="notices" role="status">
      {orderCode && (
        <p className="message good">
          <Trans>Order {orderCode} is delivered.</Trans>
        </p>
      )}
    </div>
  );
}
