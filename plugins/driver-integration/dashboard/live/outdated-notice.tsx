import { Trans } from '@lingui/react/macro';
import { Alert, AlertDescription, useLocalFormat, useQueryClient } from '@vendure/dashboard';
import { WifiOffIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { DataAge } from './data-age';
import { isFast } from './live-keys';
import { useInterval } from './use-interval';

const CHECK_INTERVAL_MS = 1_000;

/**
 * Shows above any page since when its live data is outdated: the API does not respond or fails, or the browser is offline.
 * Applies to the data for which {@link isFast} is true.
 */
export function OutdatedNotice({ children }: Readonly<{ children: ReactNode }>) {
  const { formatDate } = useLocalFormat();
  const queries = useQueryClient().getQueryCache();
  const [dataAge] = useState(() => new DataAge());
  const [outdatedSince, setOutdatedSince] = useState<number>();
  useInterval(CHECK_INTERVAL_MS, () => {
    const displayed = queries.findAll({
      type: 'active',
      predicate: ({ queryKey }) => isFast(queryKey),
    });
    const ages = displayed.map(({ queryHash, state }) => ({ queryHash, ...state }));
    setOutdatedSince(dataAge.check(ages, Date.now()));
  });
  const time = outdatedSince && formatDate(new Date(outdatedSince), { timeStyle: 'medium' });
  return (
    <>
      <div role="status" className="sticky top-0 z-20">
        {time && (
          <Alert variant="destructive" className="rounded-none">
            <WifiOffIcon />
            <AlertDescription>
              <Trans>No response since {time}. This page shows old data.</Trans>
            </AlertDescription>
          </Alert>
        )}
      </div>
      {children}
    </>
  );
}
