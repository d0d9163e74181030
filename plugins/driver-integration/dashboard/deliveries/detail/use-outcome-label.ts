import { OUTCOMES, REFUSALS } from '../../words/code-texts';
import { useCodeText } from '../../words/use-code-text';
import type { Considered } from './delivery-detail-document';

/** Why somebody who was looked at was chosen or not. */
export function useOutcomeLabel(): (driver: Considered) => string {
  const outcomeOf = useCodeText(OUTCOMES);
  const refusalOf = useCodeText(REFUSALS);
  return ({ outcome, statusThen }) =>
    outcome === 'REFUSED' ? refusalOf(statusThen ?? 'AVAILABLE') : outcomeOf(outcome);
}
