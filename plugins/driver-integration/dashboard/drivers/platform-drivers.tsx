import { Trans } from '@lingui/react/macro';
import { useChannel, useQuery } from '@vendure/dashboard';
import { isPlatform } from '../is-platform';
import { liveQuery } from '../live/live-query';
import { platformDriversDocument } from './driver-documents';

/** In a seller's channel: how many drivers of the platform deliver for the seller, too. */
export function PlatformDrivers() {
  const { activeChannel } = useChannel();
  const isSeller = activeChannel !== undefined && !isPlatform(activeChannel);
  const { data } = useQuery({ ...liveQuery(platformDriversDocument, {}), enabled: isSeller });
  if (!isSeller || !data) {
    return null;
  }
  const { available, busy } = data.platformDrivers;
  return (
    <p role="note" className="text-sm text-muted-foreground">
      <Trans>
        Drivers of the marketplace also deliver for you: {available} available, {busy} busy. They are not
        listed here.
      </Trans>
    </p>
  );
}
