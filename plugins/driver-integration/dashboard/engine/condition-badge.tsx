import { Badge } from '@vendure/dashboard';
import { CONDITIONS } from '../words/code-texts';
import { useCodeText } from '../words/use-code-text';

const VARIANTS = {
  // Engine and its components.
  up: 'success',
  degraded: 'warning',
  down: 'destructive',
  disabled: 'secondary',
  // Webhook endpoint.
  active: 'success',
  failing: 'warning',
  stopped: 'destructive',
} as const satisfies Record<keyof typeof CONDITIONS, unknown>;

/** Health of an engine component or state of the webhook endpoint. */
export function ConditionBadge({ condition }: Readonly<{ condition: string }>) {
  const translate = useCodeText(CONDITIONS);
  const variant = condition in VARIANTS ? VARIANTS[condition as keyof typeof VARIANTS] : 'outline';
  return <Badge variant={variant}>{translate(condition)}</Badge>;
}
