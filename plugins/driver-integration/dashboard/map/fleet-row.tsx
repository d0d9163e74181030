import type { ReactNode } from 'react';
import type { MapLayer } from './map-layers';
import { StateDot } from './state-dot';

interface FleetRowProps {
  tone: MapLayer;
  title: string;
  state: ReactNode;
  details: ReactNode;
  selected: boolean;
  onClick: () => void;
}

export function FleetRow({ tone, title, state, details, selected, onClick }: FleetRowProps) {
  return (
    <li>
      <button
        type="button"
        onClick={onClick}
        aria-pressed={selected}
        className={`flex w-full items-center gap-3 px-3 py-2 text-left text-sm hover:bg-accent ${selected ? 'bg-accent' : ''}`}
      >
        <StateDot tone={tone} />
        <span className="min-w-0 grow">
          <span className="block truncate font-medium">{title}</span>
          <span className="block truncate text-xs text-muted-foreground">{details}</span>
        </span>
        <span className="shrink-0 text-xs text-muted-foreground">{state}</span>
      </button>
    </li>
  );
}
