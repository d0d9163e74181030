import { i18n } from '@lingui/core';
import { Trans } from '@lingui/react/macro';
import { DropdownMenuItem, Link, type DashboardAlertDefinition } from '@vendure/dashboard';
import { ALERT_KINDS, type AlertKind, type AlertState } from './alert-kinds';
import { loadAlertState } from './load-alert-state';

/** Time between two checks, in ms. */
export const CHECK_INTERVAL_MS = 10_000;

const ID_PREFIX = 'driver-dispatch-';

/** Whether an alert of the dashboard is one of Driver Dispatch. */
export const isDispatchAlert = (id: unknown): boolean => String(id).startsWith(ID_PREFIX);

/** The alerts of Driver Dispatch in Vendure's bell. */
export const bellAlerts: DashboardAlertDefinition<AlertState>[] = ALERT_KINDS.map((kind) => ({
  id: `${ID_PREFIX}${kind.id}`,
  title: () => i18n._(kind.title),
  description: (state) => kind.describe(state, i18n) ?? '',
  // Vendure also counts the severity of alerts that are not shown.
  severity: (state) => (kind.describe(state, i18n) === undefined ? 'info' : kind.severity),
  check: loadAlertState,
  shouldShow: (state) => kind.describe(state, i18n) !== undefined,
  recheckInterval: CHECK_INTERVAL_MS,
  actions: kind.page && [{ component: () => <ShowPage page={kind.page!} /> }],
}));

function ShowPage({ page: { to, show } }: Readonly<{ page: NonNullable<AlertKind['page']> }>) {
  return (
    <DropdownMenuItem className="border" render={<Link to={to} search={{ show } as never} />}>
      <Trans>Show</Trans>
    </DropdownMenuItem>
  );
}
