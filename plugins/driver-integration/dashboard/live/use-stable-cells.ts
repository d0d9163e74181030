import type { ListPage } from '@vendure/dashboard';
import { useState, type ComponentProps } from 'react';

type SetTableOptions = NonNullable<ComponentProps<typeof ListPage>['setTableOptions']>;

type Column = Parameters<SetTableOptions>[0]['columns'][number];

/** Returns the component that replaces the cell component of a column. */
type WrapCell = (id: string, cell: Column['cell']) => Column['cell'];

/**
 * Table options that keep the cell and header components of the first render. Vendure creates new components on each
 * render, so without these options a refresh would remove the focused element.
 */
export function useStableCells(wrapCell: WrapCell): SetTableOptions {
  const [withStableCells] = useState(() => rememberCells(wrapCell));
  return withStableCells;
}

function rememberCells(wrapCell: WrapCell): SetTableOptions {
  const first = new Map<string, Pick<Column, 'cell' | 'header'>>();
  return (options) => ({
    ...options,
    columns: options.columns.map((column) => {
      const { id = '', cell, header } = column;
      const known = first.get(id) ?? { cell: wrapCell(id, cell), header };
      first.set(id, known);
      return { ...column, ...known } as Column;
    }),
  });
}
