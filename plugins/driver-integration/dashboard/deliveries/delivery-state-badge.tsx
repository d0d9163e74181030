import { Badge } from '@vendure/dashboard';
import { useCodeText } from '../words/use-code-text';
import { badgeVariant, STATE_LABELS, type DeliveryState } from './delivery-state';

export function DeliveryStateBadge({ state }: Readonly<{ state: DeliveryState }>) {
  const getLabel = useCodeText(STATE_LABELS);
  return <Badge variant={badgeVariant(state)}>{getLabel(state)}</Badge>;
}
