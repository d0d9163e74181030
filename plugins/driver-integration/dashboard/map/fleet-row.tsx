import { useEffect, useRef, type ReactNode } from 'react';
import type { MapLayer } from './map-layers';
import { StateDot } from './state-dot';

interface FleetRowProps {
  tone: MapLayer;
  title: string;
  state?: string;
  badge?: ReactNode;
  details?: ReactNode;
  selected: boolean;
  onClick: () => void;
}

export function FleetRow({ tone, title, state, badge, details, selected, onClick }: FleetRowProps) {
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    const list = row.current?.parentElement;
    if (selected && row.current && list) {
      // Unlike scrollIntoView(), this does not scroll the page.
      list.scrollTop = row.current.offsetTop;
    }
  }, [selected]);
  return (
    <li ref={row}>
      <button
        type="button"
        onClick={onClick}
        aria-pressed={selected}
        className={`flex w-full items-center gap-3 px-3 py-2 text-left text-sm hover:bg-accent focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-ring ${selected ? 'border-l-4 border-primary bg-accent' : ''}`}
      >
        <StateDot tone={tone} />
        <span className="min-w-0 grow">
          <span className="block truncate font-medium">{title}</span>
          {state && <span className="block text-xs">{state}</span>}
          {details && <span className="block truncate text-xs text-muted-foreground">{details}</span>}
        </span>
        {badge}
      </button>
    </li>
  );
}
