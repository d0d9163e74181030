import { Table, TableBody, TableHead, TableHeader, TableRow } from '@vendure/dashboard';
import type { ReactNode } from 'react';

interface SimpleTableProps {
  headings: ReactNode[];
  /** The rows. */
  children: ReactNode;
}

export function SimpleTable({ headings, children }: Readonly<SimpleTableProps>) {
  return (
    <Table>
      <TableHeader>
        <TableRow>
          {headings.map((heading, index) => (
            <TableHead key={index} className="h-auto whitespace-normal py-2 align-bottom">
              {heading}
            </TableHead>
          ))}
        </TableRow>
      </TableHeader>
      <TableBody>{children}</TableBody>
    </Table>
  );
}
