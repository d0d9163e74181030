import { useEffect, type ReactElement } from 'react';
import type { MapTiles } from '../background/map-tiles';
import { LeafletView } from './leaflet-view';
import type { MapContent } from './map-content';
import type { MapLabels } from './map-labels';
import { useMap } from './use-map';

export interface MapViewProps {
  /** What is there now; what has moved since glides to its new place. */
  content: MapContent;
  labels: MapLabels;
  /** The marker that stands out and is kept in view. */
  selectedId?: string;
  /** A marker was pointed at, or nothing. */
  onSelect: (id: string | undefined) => void;
  /** Without it the map has parallels and meridians only. */
  tiles?: MapTiles;
  dark: boolean;
  className?: string;
}

/** A live map that fills its box. */
export function MapView(props: MapViewProps): ReactElement {
  const { content, labels, selectedId, onSelect, tiles, dark, className = '' } = props;
  const { container, map } = useMap<LeafletView, string | undefined>({
    draw: (element, tell) => new LeafletView({ container: element, labels, onSelect: tell }),
    onTold: onSelect,
    tiles,
    dark,
  });
  useEffect(() => map.current?.setContent(content), [map, content]);
  useEffect(() => map.current?.select(selectedId), [map, selectedId]);

  return <div ref={container} className={`dispatch-map ${className}`} />;
}
