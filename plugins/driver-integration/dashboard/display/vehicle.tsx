import { VEHICLES } from '../words/code-texts';
import { useCodeText } from '../words/use-code-text';

/** Label of a vehicle kind. */
export function Vehicle({ kind }: Readonly<{ kind: string }>) {
  return <>{useCodeText(VEHICLES)(kind)}</>;
}
