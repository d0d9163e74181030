import { Trans } from '@lingui/react/macro';
import { cn, Skeleton } from '@vendure/dashboard';
import { Moment } from '../../display/moment';

interface BoardTileProps {
  label: string;
  /** Undefined until it is known. */
  tally?: { count: number; oldestAt?: string };
  /** Whether any that are counted want somebody to look. */
  pressing: boolean;
  pressed: boolean;
  onPress: () => void;
}

/** One group of deliveries with how many there are. */
export function BoardTile({ label, tally, pressing, pressed, onPress }: Readonly<BoardTileProps>) {
  const wanted = pressing && (tally?.count ?? 0) > 0;
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onPress}
      className={cn(
        'flex min-w-0 flex-col gap-1 rounded-lg border bg-card p-3 text-left transition-colors hover:bg-accent',
        'focus-visible:outline-2 focus-visible:outline-ring',
        pressed && 'border-primary ring-1 ring-primary',
      )}
    >
      <span className="text-xs font-medium text-muted-foreground">{label}</span>
      {tally ? (
        <span className={cn('text-2xl font-semibold tabular-nums', wanted && 'text-warning')}>
          {tally.count}
        </span>
      ) : (
        <Skeleton className="h-8 w-10" />
      )}
      <span className="min-h-4 text-xs text-muted-foreground">
        {tally?.oldestAt && (
          <Trans>
            oldest <Moment at={tally.oldestAt} />
          </Trans>
        )}
      </span>
    </button>
  );
}
