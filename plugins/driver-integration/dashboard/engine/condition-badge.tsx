import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Badge } from '@vendure/dashboard';

const CONDITIONS = {
  up: { label: msg`up`, variant: 'success' },
  active: { label: msg`active`, variant: 'success' },
  degraded: { label: msg`degraded`, variant: 'warning' },
  failing: { label: msg`failing`, variant: 'warning' },
  down: { label: msg`down`, variant: 'destructive' },
  stopped: { label: msg`stopped`, variant: 'destructive' },
  disabled: { label: msg`not used`, variant: 'secondary' },
} as const;

/** How a part of the engine does; a word that this dashboard does not know is shown as it is. */
export function ConditionBadge({ condition }: Readonly<{ condition: string }>) {
  const { t } = useLingui();
  if (!(condition in CONDITIONS)) {
    return <Badge variant="outline">{condition}</Badge>;
  }
  const { label, variant } = CONDITIONS[condition as keyof typeof CONDITIONS];
  return <Badge variant={variant}>{t(label)}</Badge>;
}
