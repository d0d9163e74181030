import { Trans } from '@lingui/react/macro';
import { cn, Skeleton } from '@vendure/dashboard';
import { Moment } from '../../display/moment';

export interface BoardSummary {
  count: number;
  /** Creation of the oldest delivery. Only for groups of active deliveries. */
  oldestAt?: string;
  /** The earliest promised time. Only for late deliveries. */
  dueAt?: string;
}

interface BoardTileProps {
  label: string;
  /** Undefined while loading. */
  summary?: BoardSummary;
  /** Highlights a count above zero. */
  urgent: boolean;
  pressed: boolean;
  onPress: () => void;
}

/** One group of deliveries with its count. */
export function BoardTile({ label, summary, urgent, pressed, onPress }: Readonly<BoardTileProps>) {
  const highlighted = urgent && (summary?.count ?? 0) > 0;
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onPress}
      className={cn(
        'flex w-36 shrink-0 flex-col gap-1 rounded-lg @lg/layout:w-auto border bg-card p-3 text-left transition-colors hover:bg-accent',
        'focus-visible:outline-2 focus-visible:outline-ring',
        pressed && 'border-primary ring-1 ring-primary',
      )}
    >
      <span className="text-xs font-medium text-muted-foreground">{label}</span>
      {summary ? (
        <span className={cn('text-2xl font-semibold tabular-nums', highlighted && 'text-warning')}>
          {summary.count}
        </span>
      ) : (
        <Skeleton className="h-8 w-10" />
      )}
      <span className="min-h-4 text-xs text-muted-foreground">
        {summary?.oldestAt && (
          <Trans>
            oldest <Moment at={summary.oldestAt} />
          </Trans>
        )}
        {summary?.dueAt && (
          <Trans>
            due <Moment at={summary.dueAt} />
          </Trans>
        )}
      </span>
    </button>
  );
}
