import 'leaflet/dist/leaflet.css';
import { useEffect, useRef, type ReactElement } from 'react';
import type { MapTiles } from '../background/map-tiles';
import './map-view.css';
import { LeafletView } from './leaflet-view';
import type { MapContent } from './map-content';
import type { MapLabels } from './map-labels';

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
  const { content, labels, selectedId, tiles, dark, className = '' } = props;
  const container = useRef<HTMLDivElement>(null);
  const view = useRef<LeafletView>(null);
  const onSelect = useRef(props.onSelect);
  useEffect(() => {
    onSelect.current = props.onSelect;
  });

  // The words are those of the moment it was made: a page is rendered anew in another language.
  useEffect(() => {
    const made = new LeafletView({
      container: container.current!,
      labels,
      onSelect: (id) => onSelect.current(id),
    });
    view.current = made;
    return () => made.remove();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a map is made once
  }, []);
  const { url, darkUrl, attribution, maxZoom } = tiles ?? {};
  useEffect(() => {
    view.current?.setBackground(url ? { url, darkUrl, attribution, maxZoom } : undefined, dark);
  }, [url, darkUrl, attribution, maxZoom, dark]);
  useEffect(() => view.current?.setContent(content), [content]);
  useEffect(() => view.current?.select(selectedId), [selectedId]);

  return <div ref={container} className={`dispatch-map ${className}`} />;
}
