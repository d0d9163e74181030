import { Trans } from '@lingui/react/macro';
import { Badge, useLocalFormat } from '@vendure/dashboard';
import type { DeliveryState } from './delivery-state';

interface HeldBadgeProps {
  delivery: { state: DeliveryState; heldUntil: string | null };
}

/** Shows until when a waiting delivery is held. Renders nothing for other deliveries. */
export function HeldBadge({ delivery: { state, heldUntil } }: Readonly<HeldBadgeProps>) {
  const { formatDate } = useLocalFormat();
  if (state !== 'PENDING' || heldUntil === null || isOver(heldUntil)) {
    return null;
  }
  const time = formatDate(heldUntil, { dateStyle: 'short', timeStyle: 'short' });
  return (
    <Badge variant="outline">
      <Trans>Held until {time}</Trans>
    </Badge>
  );
}

const isOver = (at: string) => Date.parse(at) <= Date.now();
