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
  /** Without tiles the map shows parallels and meridians only. */
  tiles?: MapTiles;
  dark: boolean;
  className?: string;
}

/** A map that fills its container. */
export function MapView(props: MapViewProps): ReactElement {
  const { content, labels, selectedId, onSelect, tiles, dark, className = '' } = props;
  const { container, map } = useMap<LeafletView, string | undefined>({
    draw: (element, emit) => new LeafletView({ container: element, labels, onSelect: emit }),
    onEvent: onSelect,
    tiles,
    dark,
  });
  useEffect(() => map.current?.setContent(content), [map, content]);
  useEffect(() => map.current?.select(selectedId), [map, selectedId]);

  return <div ref={container} className={`dispatch-map ${className}`} />;
}
