import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { Considered } from './delivery-detail-document';

const REFUSALS = {
  AVAILABLE: msg`Not to be had: elsewhere than the index knew, silent for too long, or about to be taken`,
  BUSY: msg`Not to be had: busy with another delivery`,
  OFFLINE: msg`Not to be had: off the road`,
};

/** Why somebody who was looked at was chosen or not. */
export function useOutcomeLabel(): (driver: Considered) => string {
  const { t } = useLingui();
  return ({ outcome, statusThen }) => {
    switch (outcome) {
      case 'CHOSEN':
        return t`Chosen`;
      case 'FARTHER':
        return t`Farther away`;
      case 'GIVEN_ELSEWHERE':
        return t`Given in the same moment to a delivery that was nearer`;
      case 'REFUSED':
        return t(REFUSALS[statusThen ?? 'AVAILABLE']);
    }
  };
}
