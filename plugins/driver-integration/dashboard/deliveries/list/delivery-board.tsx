import { useLingui } from '@lingui/react/macro';
import { useNavigate, useQuery, useRouterState } from '@vendure/dashboard';
import { liveQuery } from '../../live/live-query';
import { deliveryStatesDocument } from '../delivery-documents';
import { BoardTile } from './board-tile';
import { DELIVERY_GROUPS, readGroup, type DeliveryGroup } from './delivery-group';

/**
 * Counts of the delivery groups, refreshed periodically. A pressed tile filters the list below. On a narrow screen the tiles
 * are one scrollable strip.
 */
export function DeliveryBoard() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const shown = readGroup(useRouterState().location.search);
  const { data } = useQuery(liveQuery(deliveryStatesDocument, {}));

  const show = (group: DeliveryGroup | undefined) =>
    navigate({ to: '/driver-deliveries', search: { show: group } as never });

  return (
    <div
      role="group"
      aria-label={t`Deliveries by state`}
      className="-m-1 flex gap-3 overflow-x-auto p-1 @lg/layout:grid @lg/layout:grid-cols-4 @5xl/layout:grid-cols-7"
    >
      {(Object.keys(DELIVERY_GROUPS) as DeliveryGroup[]).map((group) => (
        <BoardTile
          key={group}
          label={t(DELIVERY_GROUPS[group].label)}
          summary={data && createSummary(data, group)}
          urgent={group === 'attention' || group === 'waiting'}
          pressed={shown === group}
          onPress={() => show(shown === group ? undefined : group)}
        />
      ))}
    </div>
  );
}

interface Summary {
  count: number;
  /** Only for groups of active deliveries. */
  oldestAt?: string;
}

function createSummary(
  {
    driverDispatchStatus,
    stuckDriverDeliveries,
  }: {
    driverDispatchStatus: { states: { state: string; count: number; oldestAt: string }[] };
    stuckDriverDeliveries: { totalItems: number; items: { createdAt: string }[] };
  },
  group: DeliveryGroup,
): Summary {
  const { states } = DELIVERY_GROUPS[group];
  if (!states) {
    const { totalItems, items } = stuckDriverDeliveries;
    return { count: totalItems, oldestAt: items[0]?.createdAt };
  }
  const counted = driverDispatchStatus.states.filter(({ state }) => states.some((one) => one === state));
  const isActive = group !== 'delivered' && group !== 'unsuccessful';
  return {
    count: counted.reduce((sum, { count }) => sum + count, 0),
    oldestAt: isActive ? counted.map(({ oldestAt }) => oldestAt).sort()[0] : undefined,
  };
}
