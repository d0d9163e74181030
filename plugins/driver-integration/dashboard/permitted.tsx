import { useLingui } from '@lingui/react/macro';
import { ErrorPage, useChannel, usePermissions } from '@vendure/dashboard';
import type { ReactNode } from 'react';

interface PermittedProps {
  /** Such as `ReadDriverDelivery`. */
  permission: string;
  children: ReactNode;
}

/** A page of Driver Dispatch. Shows an error page to users without the permission, who can reach the page only by its URL. */
export function Permitted({ permission, children }: Readonly<PermittedProps>) {
  const { t } = useLingui();
  const { activeChannel } = useChannel();
  const { hasPermissions } = usePermissions();
  // The permissions are not loaded yet while there is no active channel.
  if (!activeChannel || hasPermissions([permission])) {
    return <div className="driver-dispatch">{children}</div>;
  }
  return <ErrorPage message={t`You do not have permission to view this page`} />;
}
