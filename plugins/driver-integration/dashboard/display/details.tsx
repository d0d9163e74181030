import type { ReactNode } from 'react';

interface DetailsProps {
  /** Pairs of label and value. Pairs with an empty value are not shown. */
  entries: readonly (readonly [name: ReactNode, value: ReactNode])[];
}

/** A description list of labels and values, for the pages of drivers and the engine. */
export function Details({ entries }: Readonly<DetailsProps>) {
  return (
    <dl className="grid grid-cols-[auto_minmax(auto,1fr)] items-baseline gap-x-4 gap-y-2 text-sm">
      {entries
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([name, value], index) => (
          <div key={index} className="contents">
            <dt className="text-muted-foreground">{name}</dt>
            <dd className="wrap-anywhere">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
