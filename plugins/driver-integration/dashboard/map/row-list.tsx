import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';

/** Maximum number of rows. The search finds the others. */
const MAX_ROWS = 100;

interface RowListProps<Item> {
  items: readonly Item[];
  row: (item: Item) => ReactNode;
  empty: ReactNode;
}

export function RowList<Item>({ items, row, empty }: RowListProps<Item>) {
  const hidden = items.length - MAX_ROWS;
  if (items.length === 0) {
    return <p className="p-3 text-sm text-muted-foreground">{empty}</p>;
  }
  return (
    <>
      <ul className="relative max-h-[50vh] divide-y overflow-y-auto rounded-md border lg:max-h-none">
        {items.slice(0, MAX_ROWS).map(row)}
      </ul>
      {hidden > 0 && (
        <p className="p-2 text-sm text-muted-foreground">
          <Trans>{hidden} more. Use the search to find them.</Trans>
        </p>
      )}
    </>
  );
}
