import { Badge } from '@vendure/dashboard';
import { useCodeText } from '../words/use-code-text';
import { badgeOf, STATES, type DeliveryState } from './delivery-state';

/** The state of a delivery. */
export function DeliveryStateBadge({ state }: Readonly<{ state: DeliveryState }>) {
  const labelOf = useCodeText(STATES);
  return <Badge variant={badgeOf(state)}>{labelOf(state)}</Badge>;
}
