import { Trans, useLingui } from '@lingui/react/macro';
import { type AnyRoute, ListPage, PaginatedListDataTableKey, useQueryClient } from '@vendure/dashboard';
import { LIVE_INTERVAL_MS, LIVE_KEY } from '../../live/live-query';
import { useInterval } from '../../live/use-interval';
import { useStableCells } from '../../live/use-stable-cells';
import { useCodeText } from '../../words/use-code-text';
import { deliveryListDocument } from '../delivery-documents';
import { STATE_LABELS } from '../delivery-state';
import { CancelBulkAction } from './cancel-bulk-action';
import { deliveryColumns } from './delivery-columns';
import { readGroup, withGroup } from './delivery-group';
import { RedispatchBulkAction } from './redispatch-bulk-action';

/** The board and the list of all deliveries of the active channel, newest first. */
export function DeliveryListPage({ route }: Readonly<{ route: AnyRoute }>) {
  const { t } = useLingui();
  const getLabel = useCodeText(STATE_LABELS);
  const group = readGroup(route.useSearch());
  const setTableOptions = useStableCells();
  const queries = useQueryClient();
  useInterval(
    LIVE_INTERVAL_MS,
    () => void queries.invalidateQueries({ queryKey: [PaginatedListDataTableKey] }),
  );

  return (
    <ListPage
      // A new group starts at page 1.
      key={group}
      pageId="driver-delivery-list"
      title={<Trans>Deliveries</Trans>}
      listQuery={deliveryListDocument}
      route={route}
      transformVariables={(variables) => withGroup(variables, group)}
      transformQueryKey={(key) => [...key, group, LIVE_KEY]}
      onSearchTermChange={(term) => ({
        _or: [{ orderCode: { contains: term } }, { driverName: { contains: term } }],
      })}
      setTableOptions={setTableOptions}
      defaultSort={[{ id: 'createdAt', desc: true }]}
      customizeColumns={deliveryColumns}
      defaultColumnOrder={['orderCode', 'state', 'driverName', 'distanceMetres', 'createdAt', 'problem']}
      defaultVisibility={{
        orderCode: true,
        state: true,
        driverName: true,
        distanceMetres: true,
        createdAt: true,
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
