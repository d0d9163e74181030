import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { liveQuery } from '../../live/live-query';
import { deliveryStatesDocument } from '../delivery-documents';
import { BoardTile } from './board-tile';
import { DELIVERY_GROUPS, groupOf, type DeliveryGroup } from './delivery-group';

/** How many deliveries are where, live; a tile shows its own in the list below, and all again when left. */
export function DeliveryBoard() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const shown = groupOf(useSearch({ strict: false }));
  const { data } = useQuery(liveQuery(deliveryStatesDocument, {}));

  const show = (group: DeliveryGroup | undefined) =>
    navigate({ to: '/driver-deliveries', search: { show: group } as never });

  return (
    <div
      role="group"
      aria-label={t`Deliveries by state`}
      className="grid grid-cols-2 gap-3 @lg/layout:grid-cols-4 @5xl/layout:grid-cols-7"
    >
      {(Object.keys(DELIVERY_GROUPS) as DeliveryGroup[]).map((group) => (
        <BoardTile
          key={group}
          label={t(DELIVERY_GROUPS[group].label)}
          tally={data && tally(data, group)}
          pressing={group === 'attention' || group === 'waiting'}
          pressed={shown === group}
          onPress={() => show(shown === group ? undefined : group)}
        />
      ))}
    </div>
  );
}

interface Tally {
  count: number;
  /** Of those under way. */
  oldestAt?: string;
}

function tally(
  {
    driverDispatchStatus,
    stuckDriverDeliveries,
  }: {
    driverDispatchStatus: { states: { state: string; count: number; oldestAt: string }[] };
    stuckDriverDeliveries: { totalItems: number; items: { createdAt: string }[] };
  },
  group: DeliveryGroup,
): Tally {
  const { states } = DELIVERY_GROUPS[group];
  if (!states) {
    const { totalItems, items } = stuckDriverDeliveries;
    return { count: totalItems, oldestAt: items[0]?.createdAt };
  }
  const counted = driverDispatchStatus.states.filter(({ state }) => states.some((one) => one === state));
  const goesOn = group !== 'delivered' && group !== 'inVain';
  return {
    count: counted.reduce((sum, { count }) => sum + count, 0),
    oldestAt: goesOn ? counted.map(({ oldestAt }) => oldestAt).sort()[0] : undefined,
  };
}
