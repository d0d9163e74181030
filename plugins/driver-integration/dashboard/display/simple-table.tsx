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
            <TableHead key={index}>{heading}</TableHead>
          ))}
        </TableRow>
      </TableHeader>
      <TableBody>{children}</TableBody>
    </Table>
  );
}
