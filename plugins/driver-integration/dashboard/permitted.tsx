import { useLingui } from '@lingui/react/macro';
import { ErrorPage, useChannel, usePermissions } from '@vendure/dashboard';
import type { ReactNode } from 'react';

interface PermittedProps {
  /** Such as `ReadDriverDelivery`. */
  permission: string;
  children: ReactNode;
}

/** A page for those only who may see it: the menu hides it from others, but they may know its address. */
export function Permitted({ permission, children }: Readonly<PermittedProps>) {
  const { t } = useLingui();
  const { activeChannel } = useChannel();
  const { hasPermissions } = usePermissions();
  // Until it is known who looks, nothing is refused.
  if (!activeChannel || hasPermissions([permission])) {
    return children;
  }
  return <ErrorPage message={t`Your role does not let you see this page`} />;
}
