import type { ListPage } from '@vendure/dashboard';
import { useState, type ComponentProps } from 'react';

type SetTableOptions = NonNullable<ComponentProps<typeof ListPage>['setTableOptions']>;

/**
 * Table options with which what stands in a list's cells outlives the list's updates. Vendure makes new components of
 * cells and headers each time a list is drawn: whoever has the focus in one would lose it with every refresh.
 */
export function useSteadyCells(): SetTableOptions {
  const [withSteadyCells] = useState(rememberCells);
  return withSteadyCells;
}

function rememberCells(): SetTableOptions {
  type Column = Parameters<SetTableOptions>[0]['columns'][number];
  const first = new Map<string, Pick<Column, 'cell' | 'header'>>();
  return (options) => ({
    ...options,
    columns: options.columns.map((column) => {
      const { id = '', cell, header } = column;
      const known = first.get(id) ?? { cell, header };
      first.set(id, known);
      return { ...column, ...known } as Column;
    }),
  });
}
