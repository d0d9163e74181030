import { Badge } from '@vendure/dashboard';
import { CONDITIONS } from '../words/code-texts';
import { useCodeText } from '../words/use-code-text';

const VARIANTS = {
  up: 'success',
  active: 'success',
  degraded: 'warning',
  failing: 'warning',
  down: 'destructive',
  stopped: 'destructive',
  disabled: 'secondary',
} as const satisfies Record<keyof typeof CONDITIONS, unknown>;

/** Health of an engine component or state of the webhook endpoint. */
export function ConditionBadge({ condition }: Readonly<{ condition: string }>) {
  const textOf = useCodeText(CONDITIONS);
  const variant = condition in VARIANTS ? VARIANTS[condition as keyof typeof VARIANTS] : 'outline';
  return <Badge variant={variant}>{textOf(condition)}</Badge>;
}
