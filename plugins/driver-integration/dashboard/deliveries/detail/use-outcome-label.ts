import { INELIGIBLE_REASONS, OUTCOMES, UNMET_REQUIREMENTS } from '../../words/code-texts';
import { useCodeText } from '../../words/use-code-text';
import type { Candidate } from './delivery-detail-document';

/** The outcome of a candidate, with the reason if it was ineligible. */
export function useOutcomeLabel(): (driver: Candidate) => string {
  const getOutcomeLabel = useCodeText(OUTCOMES);
  const getReasonText = useCodeText(INELIGIBLE_REASONS);
  const getUnmetText = useCodeText(UNMET_REQUIREMENTS);
  return ({ outcome, statusAtAssignment, reason }) => {
    if (outcome !== 'INELIGIBLE') {
      return getOutcomeLabel(outcome);
    }
    return reason ? getUnmetText(reason) : getReasonText(statusAtAssignment ?? 'AVAILABLE');
  };
}
