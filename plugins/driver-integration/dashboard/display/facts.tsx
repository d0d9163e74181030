import type { ReactNode } from 'react';

interface FactsProps {
  /** Pairs of label and value. Pairs with an empty value are not shown. */
  facts: readonly (readonly [name: ReactNode, value: ReactNode])[];
}

/** A description list. */
export function Facts({ facts }: Readonly<FactsProps>) {
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] items-baseline gap-x-4 gap-y-2 text-sm">
      {facts
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([name, value], index) => (
          <div key={index} className="contents">
            <dt className="text-muted-foreground">{name}</dt>
            <dd className="break-words">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
