import { FAILURES } from '../words/code-texts';
import { useCodeText } from '../words/use-code-text';
import { useServerText } from '../words/use-server-text';

interface ProblemTextProps {
  problem: string;
  /** The driver's failure code. `problem` holds the driver's note. */
  failureCode: string | null;
}

/** The problem of a delivery, with the failure reason if there is one. */
export function ProblemText({ problem, failureCode }: Readonly<ProblemTextProps>) {
  const getFailureText = useCodeText(FAILURES);
  const translate = useServerText();
  const why = failureCode && problem !== failureCode ? `${getFailureText(failureCode)}: ` : '';
  return (
    <>
      {why}
      {translate(problem)}
    </>
  );
}
