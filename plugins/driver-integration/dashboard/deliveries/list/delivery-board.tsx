import { useLingui } from '@lingui/react/macro';
import { Button, useNavigate, useQuery, useRouterState, useUserSettings } from '@vendure/dashboard';
import { LIVE_KEY } from '../../live/live-keys';
import { LIVE_INTERVAL_MS, request } from '../../live/live-query';
import type { ResultOf } from '../../graphql/graphql';
import { deliveryStatesDocument } from '../delivery-documents';
import { BoardTile, type BoardSummary } from './board-tile';
import { DELIVERY_GROUPS, isEnded, readGroup, type DeliveryGroup } from './delivery-group';
import { DELIVERY_LIST_PAGE } from './delivery-list-page-id';
import { PERIODS, readPeriod, timesOf, type Period } from './period';

/** Groups that are highlighted unless they are empty. */
const URGENT: readonly DeliveryGroup[] = ['attention', 'late', 'waiting'];

/**
 * Counts of the delivery groups, refreshed periodically. A pressed tile filters the list below and replaces the filters that
 * Vendure remembers. On a narrow screen the tiles are one scrollable strip.
 */
export function DeliveryBoard() {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const { setTableSettings } = useUserSettings();
  const { search } = useRouterState().location;
  const group = readGroup(search);
  const period = readPeriod(search);
  const { data } = useQuery({
    queryKey: [LIVE_KEY, deliveryStatesDocument, period],
    queryFn: () => countDeliveries(period),
    refetchInterval: LIVE_INTERVAL_MS,
    placeholderData: (previous: Counts | undefined) => previous,
  });

  const open = (show: DeliveryGroup | undefined, next: Period) =>
    navigate({ to: '/driver-deliveries', search: { show, period: next } as never });
  const toggle = (tile: DeliveryGroup) => {
    setTableSettings(DELIVERY_LIST_PAGE, 'columnFilters', []);
    void open(tile === group ? undefined : tile, period);
  };

  return (
    <div className="space-y-2">
      <div role="group" aria-label={t`Period`} className="flex flex-wrap gap-1">
        {(Object.keys(PERIODS) as Period[]).map((each) => (
          <Button
            key={each}
            type="button"
            size="sm"
            variant={each === period ? 'secondary' : 'ghost'}
            aria-pressed={each === period}
            onClick={() => void open(group, each)}
          >
            {i18n._(PERIODS[each].label)}
          </Button>
        ))}
      </div>
      <div
        role="group"
        aria-label={t`Deliveries by state`}
        className="-m-1 flex gap-3 overflow-x-auto p-1 @lg/layout:grid @lg/layout:grid-cols-4 @5xl/layout:grid-cols-8"
      >
        {(Object.keys(DELIVERY_GROUPS) as DeliveryGroup[]).map((tile) => (
          <BoardTile
            key={tile}
            label={i18n._(DELIVERY_GROUPS[tile].label)}
            summary={data && createSummary(data, tile)}
            urgent={URGENT.includes(tile)}
            pressed={group === tile}
            onPress={() => toggle(tile)}
          />
        ))}
      </div>
    </div>
  );
}

type Counts = ResultOf<typeof deliveryStatesDocument>;

function countDeliveries(period: Period): Promise<Counts> {
  const times = timesOf(period);
  const { attention, late } = DELIVERY_GROUPS;
  return request(deliveryStatesDocument, {
    endedSince: times.since,
    attention: attention.filter(times),
    late: late.filter(times),
  });
}

function createSummary({ driverDispatchStatus, ...lists }: Counts, group: DeliveryGroup): BoardSummary {
  if (group === 'late') {
    const { totalItems, items } = lists.late;
    return { count: totalItems, dueAt: items[0]?.promisedAt ?? undefined };
  }
  if (group === 'attention') {
    const { totalItems, items } = lists.attention;
    return { count: totalItems, oldestAt: items[0]?.createdAt };
  }
  const { states } = DELIVERY_GROUPS[group];
  const counted = driverDispatchStatus.states.filter(({ state }) => states.some((one) => one === state));
  return {
    count: counted.reduce((sum, { count }) => sum + count, 0),
    oldestAt: isEnded(group) ? undefined : counted.map(({ oldestAt }) => oldestAt).sort()[0],
  };
}
