import { useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { LOCATION_PROBLEMS } from '../words/code-texts';
import { useAppState } from './use-app';

/** Says why no location is sent during the duty. */
export function LocationWarning(): ReactElement {
  const { i18n } = useLingui();
  const { location } = useAppState();
  const isProblem = location !== 'off' && location !== 'searching' && location !== 'active';
  return (
    <p className="problem" role="alert">
      {isProblem && i18n._(LOCATION_PROBLEMS[location])}
    </p>
  );
}
