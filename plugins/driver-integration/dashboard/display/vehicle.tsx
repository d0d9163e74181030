import { VEHICLES } from '../words/code-texts';
import { useCodeText } from '../words/use-code-text';

export function Vehicle({ kind }: Readonly<{ kind: string }>) {
  return <>{useCodeText(VEHICLES)(kind)}</>;
}
