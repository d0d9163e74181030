import { Badge } from '@vendure/dashboard';
import { badgeOf, useStateLabel, type DeliveryState } from './delivery-state';

/** The state of a delivery. */
export function DeliveryStateBadge({ state }: Readonly<{ state: DeliveryState }>) {
  const labelOf = useStateLabel();
  return <Badge variant={badgeOf(state)}>{labelOf(state)}</Badge>;
}
