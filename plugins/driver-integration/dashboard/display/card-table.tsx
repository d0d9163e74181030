import { TableCell, TableRow } from '@vendure/dashboard';
import type { ReactNode } from 'react';
import { ListCell } from './list-card';
import { SimpleTable } from './simple-table';

interface CardTableProps {
  headings: ReactNode[];
  /** The first cell of a row is the heading of its card. */
  rows: readonly { key: string; cells: ReactNode[] }[];
}

/** A table whose texts wrap. On a narrow screen each row is a card. */
export function CardTable({ headings, rows }: Readonly<CardTableProps>) {
  return (
    <SimpleTable headings={headings}>
      {rows.map(({ key, cells }) => (
        <TableRow key={key}>
          {cells.map((cell, index) => (
            <TableCell key={index} className="whitespace-normal">
              <ListCell label={headings[index]} isTitle={index === 0}>
                {cell}
              </ListCell>
            </TableCell>
          ))}
        </TableRow>
      ))}
    </SimpleTable>
  );
}
