import { FAILURES } from '../words/code-texts';
import type { Problem } from '../words/problem-texts';
import { useCodeText } from '../words/use-code-text';
import { useProblemText } from '../words/use-problem-text';

export interface Troubled {
  problem: Problem | null;
  failureCode: string | null;
  endReason: string | null;
}

/** Whether a delivery has a problem or has failed. */
export const isTroubled = ({ problem, failureCode }: Troubled) => problem !== null || failureCode !== null;

/** The problem of a delivery, or why it failed. The English message is shown as a tooltip. */
export function ProblemText({ delivery }: Readonly<{ delivery: Troubled }>) {
  const getFailureText = useCodeText(FAILURES);
  const getProblemText = useProblemText();
  const { problem, failureCode, endReason } = delivery;
  if (problem) {
    return <span title={problem.message}>{getProblemText(problem)}</span>;
  }
  return failureCode && [getFailureText(failureCode), endReason].filter(Boolean).join(': ');
}
