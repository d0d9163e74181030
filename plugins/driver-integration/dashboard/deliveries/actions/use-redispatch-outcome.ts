import { useLingui } from '@lingui/react/macro';
import { useDisplayLocale } from '@vendure/dashboard';
import { formatDistance } from '../../display/distance';
import type { ActionOutcome } from '../../display/group-outcomes';
import { useProblemText } from '../../words/use-problem-text';
import { readRedispatchResult, type Redispatched } from './redispatch-result';

/** Returns a function that says what happened to a delivery that was dispatched again. */
export function useRedispatchOutcome(): (id: string, result: Redispatched) => ActionOutcome {
  const { t } = useLingui();
  const { bcp47Tag } = useDisplayLocale();
  const getProblemText = useProblemText();
  return (id, redispatched) => {
    const result = readRedispatchResult(id, redispatched);
    switch (result.kind) {
      case 'redelivered':
        return { tone: 'success', text: t`Redelivery created` };
      case 'requested':
        return { tone: 'info', text: t`Submission requested` };
      case 'submitted':
        return { tone: 'success', text: t`Submitted again` };
      case 'unknown': {
        const problem = getProblemText(result.problem);
        return { tone: 'warning', text: t`Request sent, result unknown: ${problem}` };
      }
      case 'waiting': {
        const radius = result.radiusMetres === null ? '' : formatDistance(result.radiusMetres, bcp47Tag);
        const text = radius ? t`Still no driver within ${radius}` : t`Still no driver available`;
        return { tone: 'warning', text };
      }
      case 'assigned': {
        const name = result.driverName;
        return { tone: 'success', text: t`Assigned to ${name}` };
      }
    }
  };
}
