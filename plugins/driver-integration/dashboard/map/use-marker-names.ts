import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import type { MarkerNames } from './map-content';

/** Translated labels of the markers. */
export function useMarkerNames(): MarkerNames {
  const { t } = useLingui();
  return useMemo(
    () => ({
      driver: ({ name, status }) => (status === 'AVAILABLE' ? t`${name}, available` : t`${name}, busy`),
      store: (name) => t`Store ${name}`,
      dropoff: ({ orderCode }) => t`Order ${orderCode}`,
    }),
    [t],
  );
}
