import type { ListPage } from '@vendure/dashboard';
import { useState, type ComponentProps } from 'react';

type SetTableOptions = NonNullable<ComponentProps<typeof ListPage>['setTableOptions']>;

/**
 * Table options that keep the cell and header components of the first render. Vendure creates new components on each
 * render, so without these options a refresh would remove the focused element.
 */
export function useStableCells(): SetTableOptions {
  const [withStableCells] = useState(rememberCells);
  return withStableCells;
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
