import { FAILURES } from '../words/code-texts';
import { useCodeText } from '../words/use-code-text';
import { useServerText } from '../words/use-server-text';

interface ProblemTextProps {
  problem: string;
  /** Why the driver could not complete the delivery, which the problem tells more of. */
  failureCode: string | null;
}

/** Why a delivery does not go on. */
export function ProblemText({ problem, failureCode }: Readonly<ProblemTextProps>) {
  const failureOf = useCodeText(FAILURES);
  const textOf = useServerText();
  const why = failureCode && problem !== failureCode ? `${failureOf(failureCode)}: ` : '';
  return (
    <>
      {why}
      {textOf(problem)}
    </>
  );
}
