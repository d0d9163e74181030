import { useEffect, type ReactElement } from 'react';
import type { MapTiles } from '../background/map-tiles';
import { LeafletView } from './leaflet-view';
import type { MapContent } from './map-content';
import type { MapLabels } from './map-labels';
import { useMap } from './use-map';

export interface MapViewProps {
  /** The current content. Moved markers are animated. */
  content: MapContent;
  labels: MapLabels;
  /** The highlighted marker, which is kept in view. */
  selectedId?: string;
  /** Called with the id of a clicked marker, or undefined for a click beside the markers. */
  onSelect: (id: string | undefined) => void;
  /** Called with the ids of a dragged marker and of the marker on which it was dropped. */
  onDrop?: (id: string, targetId: string) => void;
  /** Without tiles the map shows parallels and meridians only. */
  tiles?: MapTiles;
  dark: boolean;
  className?: string;
}

type MapEvent = { selected: string | undefined } | { dropped: string; on: string };

/** A map that fills its container. */
export function MapView(props: MapViewProps): ReactElement {
  const { content, labels, selectedId, onSelect, onDrop, tiles, dark, className = '' } = props;
  const { container, map } = useMap<LeafletView, MapEvent>({
    draw: (element, emit) =>
      new LeafletView({
        container: element,
        labels,
        onSelect: (selected) => emit({ selected }),
        onDrop: (dropped, on) => emit({ dropped, on }),
      }),
    onEvent: (event) => ('dropped' in event ? onDrop?.(event.dropped, event.on) : onSelect(event.selected)),
    tiles,
    dark,
  });
  useEffect(() => map.current?.setContent(content), [map, content]);
  useEffect(() => map.current?.select(selectedId), [map, selectedId]);

  return <div ref={container} className={`dispatch-map ${className}`} />;
}
