import type { OwnDelivery } from '@driver-dispatch/contract/messages';

/** When a delivery got its state, in ISO 8601; undefined if the driver's list does not contain it, such as the pickup. */
export function stateTime({
  state,
  assignedAt,
  endedAt,
}: Pick<OwnDelivery, 'state' | 'assignedAt' | 'endedAt'>): string | undefined {
  return endedAt ?? (state === 'ASSIGNED' ? assignedAt : undefined);
}
