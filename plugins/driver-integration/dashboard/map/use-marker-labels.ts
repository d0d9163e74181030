import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import { isAlerted } from '../deliveries/is-alerted';
import { isOverdue } from '../deliveries/lateness';
import { isWaiting, type MarkerLabels } from './map-content';

/** Translated labels of the markers. */
export function useMarkerLabels(): MarkerLabels {
  const { t } = useLingui();
  return useMemo(
    () => ({
      driver: ({ name, status }) => {
        switch (status) {
          case 'AVAILABLE':
            return t`${name}, available`;
          case 'BUSY':
            return t`${name}, busy`;
          case 'OFFLINE':
            return t`${name}, offline`;
        }
      },
      store: (name) => t`Store ${name}`,
      dropoff: (delivery) => {
        const { orderCode } = delivery;
        const late = isOverdue(delivery);
        if (isWaiting(delivery)) {
          return late
            ? t`Order ${orderCode}, waiting for a driver, late`
            : t`Order ${orderCode}, waiting for a driver`;
        }
        if (late) {
          return t`Order ${orderCode}, late`;
        }
        return isAlerted(delivery) ? t`Order ${orderCode}, needs attention` : t`Order ${orderCode}`;
      },
    }),
    [t],
  );
}
