import { INELIGIBLE_REASONS, OUTCOMES } from '../../words/code-texts';
import { useCodeText } from '../../words/use-code-text';
import type { Candidate } from './delivery-detail-document';

/** The outcome of a candidate, with the reason if it was ineligible. */
export function useOutcomeLabel(): (driver: Candidate) => string {
  const getOutcomeLabel = useCodeText(OUTCOMES);
  const getReasonText = useCodeText(INELIGIBLE_REASONS);
  return ({ outcome, statusAtAssignment }) =>
    outcome === 'INELIGIBLE' ? getReasonText(statusAtAssignment ?? 'AVAILABLE') : getOutcomeLabel(outcome);
}
