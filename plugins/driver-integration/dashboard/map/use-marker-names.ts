import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import type { MarkerNames } from './map-content';

/** What markers are called, in the language of the dashboard. */
export function useMarkerNames(): MarkerNames {
  const { t } = useLingui();
  return useMemo(
    () => ({
      driver: ({ name, status }) => (status === 'AVAILABLE' ? t`${name}, free` : t`${name}, busy`),
      store: (name) => t`Store ${name}`,
      door: ({ orderCode }) => t`Order ${orderCode}`,
    }),
    [t],
  );
}
