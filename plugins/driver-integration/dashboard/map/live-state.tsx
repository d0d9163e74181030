import { Trans } from '@lingui/react/macro';
import { Badge, useLocalFormat } from '@vendure/dashboard';
import type { useFleet } from './use-fleet';

/** Whether what is shown is what is, and since when it is not. */
export function LiveState({ fleet }: { fleet: ReturnType<typeof useFleet> }) {
  const { formatDate } = useLocalFormat();
  const time = (at: number) => formatDate(new Date(at), { timeStyle: 'medium' });
  return (
    <div className="flex items-center gap-2 text-sm text-muted-foreground" role="status">
      {fleet.data?.truncated && (
        <Badge variant="secondary">
          <Trans>There are more than a map can show</Trans>
        </Badge>
      )}
      {fleet.isError ? (
        <Badge variant="destructive">
          {fleet.dataUpdatedAt > 0 ? (
            <Trans>Not answered since {time(fleet.dataUpdatedAt)}</Trans>
          ) : (
            <Trans>The engine does not answer</Trans>
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
