import { Trans, useLingui } from '@lingui/react/macro';
import {
  ActionBarItem,
  type AnyRoute,
  Button,
  Link,
  ListPage,
  PaginatedListDataTableKey,
  useQueryClient,
} from '@vendure/dashboard';
import { PlusIcon } from 'lucide-react';
import { asCard } from '../../display/list-card';
import { LIVE_KEY } from '../../live/live-keys';
import { LIVE_INTERVAL_MS } from '../../live/live-query';
import { useInterval } from '../../live/use-interval';
import { useStableCells } from '../../live/use-stable-cells';
import { DRIVER_STATUSES } from '../../words/code-texts';
import { useCodeText } from '../../words/use-code-text';
import { driverListDocument } from '../driver-documents';
import { driverColumns } from './driver-columns';
import { SetAvailableBulkAction, SetOfflineBulkAction } from './status-bulk-actions';

/** The drivers who serve the active channel. */
export function DriverListPage({ route }: Readonly<{ route: AnyRoute }>) {
  const { t } = useLingui();
  const getLabel = useCodeText(DRIVER_STATUSES);
  const setTableOptions = useStableCells(asCard(driverColumns, 'name'));
  const queries = useQueryClient();
  useInterval(
    LIVE_INTERVAL_MS,
    () => void queries.invalidateQueries({ queryKey: [PaginatedListDataTableKey] }),
  );

  return (
    <ListPage
      pageId="driver-list"
      title={<Trans>Drivers</Trans>}
      listQuery={driverListDocument}
      route={route}
      transformQueryKey={(key) => [...key, LIVE_KEY]}
      onSearchTermChange={(term) => ({ name: { contains: term } })}
      setTableOptions={setTableOptions}
      defaultSort={[{ id: 'name', desc: false }]}
      customizeColumns={driverColumns}
      defaultColumnOrder={['name', 'status', 'statusSince', 'vehicle', 'phone', 'channels', 'seenAt']}
      defaultVisibility={{
        name: true,
        status: true,
        statusSince: true,
        vehicle: true,
        phone: true,
        channels: true,
        seenAt: true,
      }}
      facetedFilters={{
        status: {
          title: t`Status`,
          options: Object.keys(DRIVER_STATUSES).map((status) => ({ label: getLabel(status), value: status })),
        },
        active: {
          title: t`Active`,
          options: [
            { label: t`Active`, value: true },
            { label: t`Deactivated`, value: false },
          ],
        },
      }}
      bulkActions={[
        { component: SetAvailableBulkAction, order: 100 },
        { component: SetOfflineBulkAction, order: 200 },
      ]}
    >
      <ActionBarItem itemId="create-button" requiresPermission={['CreateDriver']}>
        <Button render={<Link to="./new" />}>
          <PlusIcon />
          <Trans>New driver</Trans>
        </Button>
      </ActionBarItem>
    </ListPage>
  );
}
