import { Trans } from '@lingui/react/macro';
import { Badge, useLocalFormat } from '@vendure/dashboard';
import type { useFleet } from './use-fleet';

/** Whether the map is up to date, or the time of the last response. */
export function LiveState({ fleet }: { fleet: ReturnType<typeof useFleet> }) {
  const { formatDate } = useLocalFormat();
  const time = (at: number) => formatDate(new Date(at), { timeStyle: 'medium' });
  return (
    <div className="flex items-center gap-2 text-sm text-muted-foreground" role="status">
      {fleet.data?.truncated && (
        <Badge variant="secondary">
          <Trans>Too many entries, not all are shown</Trans>
        </Badge>
      )}
      {fleet.isError ? (
        <Badge variant="destructive">
          {fleet.dataUpdatedAt > 0 ? (
            <Trans>No response since {time(fleet.dataUpdatedAt)}</Trans>
          ) : (
            <Trans>Engine unavailable</Trans>
          )}
        </Badge>
      ) : (
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="size-2 rounded-full bg-success" />
          <Trans>Live</Trans>
        </span>
      )}
    </div>
  );
}
