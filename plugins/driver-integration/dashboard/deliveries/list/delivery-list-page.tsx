import { Trans, useLingui } from '@lingui/react/macro';
import { type AnyRoute, ListPage, PaginatedListDataTableKey, useQueryClient } from '@vendure/dashboard';
import { asCard } from '../../display/list-card';
import { isSlow, toLiveListKey } from '../../live/live-keys';
import { LIVE_INTERVAL_MS, SLOW_INTERVAL_MS } from '../../live/live-query';
import { useInterval } from '../../live/use-interval';
import { useStableCells } from '../../live/use-stable-cells';
import { useCodeText } from '../../words/use-code-text';
import { deliveryListDocument } from '../delivery-documents';
import { STATE_LABELS } from '../delivery-state';
import { CancelBulkAction } from './cancel-bulk-action';
import { deliveryColumns } from './delivery-columns';
import { isEnded, readGroup, withGroup } from './delivery-group';
import { DELIVERY_LIST_PAGE } from './delivery-list-page-id';
import { readPeriod, timesOf } from './period';
import { RedispatchBulkAction } from './redispatch-bulk-action';

/** What a caller may say. */
const SEARCHED = [
  'orderCode',
  'trackingCode',
  'driverName',
  'storeName',
  'customerName',
  'dropoffStreet',
] as const;

/** The board and the list of the deliveries of the active channel: newest first, or in a group of active deliveries oldest first. */
export function DeliveryListPage({ route }: Readonly<{ route: AnyRoute }>) {
  const { t } = useLingui();
  const getLabel = useCodeText(STATE_LABELS);
  const search = route.useSearch() as object;
  const group = readGroup(search);
  const period = readPeriod(search);
  const setTableOptions = useStableCells(asCard(deliveryColumns, 'orderCode'));
  const queries = useQueryClient();
  const refresh = (slow: boolean) =>
    void queries.invalidateQueries({
      queryKey: [PaginatedListDataTableKey],
      predicate: ({ queryKey }) => isSlow(queryKey) === slow,
    });
  useInterval(LIVE_INTERVAL_MS, () => refresh(false));
  // A search compares many texts.
  useInterval(SLOW_INTERVAL_MS, () => refresh(true));

  return (
    <ListPage
      // A new group or period starts at page 1.
      key={`${group} ${period}`}
      pageId={DELIVERY_LIST_PAGE}
      title={<Trans>Deliveries</Trans>}
      listQuery={deliveryListDocument}
      route={route}
      transformVariables={(variables) => withGroup(variables, group, timesOf(period))}
      transformQueryKey={(key) => toLiveListKey(key, group, period)}
      onSearchTermChange={(term) => ({ _or: SEARCHED.map((field) => ({ [field]: { contains: term } })) })}
      setTableOptions={setTableOptions}
      defaultSort={[{ id: 'createdAt', desc: !group || isEnded(group) }]}
      customizeColumns={deliveryColumns}
      defaultColumnOrder={[
        'orderCode',
        'state',
        'promisedAt',
        'eta',
        'storeName',
        'customerName',
        'driverName',
        'createdAt',
        'problem',
      ]}
      defaultVisibility={{
        orderCode: true,
        state: true,
        promisedAt: true,
        eta: true,
        storeName: true,
        customerName: true,
        driverName: true,
        problem: true,
      }}
      facetedFilters={{
        state: {
          title: t`State`,
          options: Object.keys(STATE_LABELS).map((state) => ({ label: getLabel(state), value: state })),
        },
      }}
      bulkActions={[
        { component: RedispatchBulkAction, order: 100 },
        { component: CancelBulkAction, order: 200 },
      ]}
    />
  );
}
