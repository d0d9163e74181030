import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  api,
  Button,
  keepPreviousData,
  PermissionGuard,
  Skeleton,
  useChannel,
  useQuery,
} from '@vendure/dashboard';
import { useState } from 'react';
import { Problem } from '../display/problem';
import { useAction } from '../display/use-action';
import { useRetainedFocus } from '../display/use-retained-focus';
import { isPlatform } from '../is-platform';
import { liveQuery } from '../live/live-query';
import { DeadLetterTable } from './dead-letter-table';
import { deadLettersDocument, replayDeadLettersDocument } from './engine-documents';

const PAGE_SIZE = 20;

/** Events that the engine no longer sends. An operator can have them resent. */
export function DeadLetters() {
  const { t } = useLingui();
  const retainedFocus = useRetainedFocus<HTMLDivElement>();
  const { activeChannel } = useChannel();
  const [skip, setSkip] = useState(0);
  const { data, error } = useQuery({
    ...liveQuery(deadLettersDocument, { take: PAGE_SIZE, skip }),
    placeholderData: keepPreviousData,
  });
  const replay = useAction(
    (eventId: string | undefined) => api.mutate(replayDeadLettersDocument, { eventId }),
    (result) => {
      const { replayDriverDeliveryDeadLetters: count } = result as {
        replayDriverDeliveryDeadLetters: number;
      };
      return t`${plural(count, { one: 'Resending # event', other: 'Resending # events' })}`;
    },
  );
  if (!data) {
    return error ? <Problem error={error} /> : <Skeleton className="h-24" />;
  }
  const { items, totalItems } = data.driverDeliveryDeadLetters;
  return (
    <div {...retainedFocus} className="space-y-4">
      {totalItems === 0 ? (
        <p className="text-sm text-muted-foreground">
          <Trans>No rejected events.</Trans>
        </p>
      ) : (
        <>
          <DeadLetterTable letters={items} busy={replay.isPending} onReplay={replay.mutate} />
          <div className="flex flex-wrap items-center gap-2">
            {isPlatform(activeChannel) && (
              <PermissionGuard requires="WriteDriverDelivery">
                <Button type="button" disabled={replay.isPending} onClick={() => replay.mutate(undefined)}>
                  <Trans>Resend all</Trans>
                </Button>
              </PermissionGuard>
            )}
            {totalItems > PAGE_SIZE && (
              <>
                <Button
                  type="button"
                  variant="outline"
                  disabled={skip === 0}
                  onClick={() => setSkip(skip - PAGE_SIZE)}
                >
                  <Trans>Previous</Trans>
                </Button>
                <Button
                  type="button"
                  variant="outline"
                  disabled={skip + PAGE_SIZE >= totalItems}
                  onClick={() => setSkip(skip + PAGE_SIZE)}
                >
                  <Trans>Next</Trans>
                </Button>
              </>
            )}
          </div>
        </>
      )}
    </div>
  );
}
