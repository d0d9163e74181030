import { useLingui } from '@lingui/react/macro';
import { ErrorPage, useChannel, usePermissions, type DashboardRouteDefinition } from '@vendure/dashboard';
import type { ReactNode } from 'react';
import { usePageTitle } from './display/use-page-title';
import './page-header.css';

/** Id of the menu section "Dispatch". */
export const DISPATCH_SECTION = 'driver-dispatch';

type NavMenuItem = NonNullable<DashboardRouteDefinition['navMenuItem']>;

interface DispatchRoute extends Omit<DashboardRouteDefinition, 'navMenuItem'> {
  /** Such as `ReadDriverDelivery`. */
  permission: string;
  navMenuItem?: Omit<NavMenuItem, 'sectionId' | 'requiresPermission'>;
}

/** A page of Driver Dispatch. Users without the permission, who can reach the page only by its URL, see an error page. */
export function dispatchRoute({ permission, component, navMenuItem, ...route }: DispatchRoute) {
  return {
    ...route,
    component: (props) => (
      <Permitted permission={permission} name={navMenuItem?.title}>
        {component(props)}
      </Permitted>
    ),
    navMenuItem: navMenuItem && {
      ...navMenuItem,
      sectionId: DISPATCH_SECTION,
      requiresPermission: permission,
    },
  } satisfies DashboardRouteDefinition;
}

interface PermittedProps {
  permission: string;
  /** Message id of the page's name; undefined if the page itself sets its title. */
  name: string | undefined;
  children: ReactNode;
}

function Permitted({ permission, name, children }: Readonly<PermittedProps>) {
  const { t, i18n } = useLingui();
  usePageTitle(name && i18n.t(name));
  const { activeChannel } = useChannel();
  const { hasPermissions } = usePermissions();
  // The permissions are not loaded yet while there is no active channel.
  if (!activeChannel || hasPermissions([permission])) {
    return <div className="driver-dispatch">{children}</div>;
  }
  return <ErrorPage message={t`You do not have permission to view this page`} />;
}
