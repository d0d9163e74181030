import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';

/** As many as somebody reads through; whoever looks for another searches. */
const MOST = 100;

interface RowListProps<Item> {
  items: readonly Item[];
  row: (item: Item) => ReactNode;
  empty: ReactNode;
}

export function RowList<Item>({ items, row, empty }: RowListProps<Item>) {
  const left = items.length - MOST;
  if (items.length === 0) {
    return <p className="p-3 text-sm text-muted-foreground">{empty}</p>;
  }
  return (
    <>
      <ul className="max-h-[50vh] divide-y overflow-y-auto rounded-md border">
        {items.slice(0, MOST).map(row)}
      </ul>
      {left > 0 && (
        <p className="p-2 text-sm text-muted-foreground">
          <Trans>{left} more: search to find them</Trans>
        </p>
      )}
    </>
  );
}
