import 'leaflet/dist/leaflet.css';
import { useEffect, useRef, type ReactElement } from 'react';
import type { MapTiles } from '../background/map-tiles';
import type { Point } from '../geometry/point';
import type { MapGlyph } from '../map/map-content';
import type { MapLabels } from '../map/map-labels';
import '../map/map-view.css';
import { PickerView } from './picker-view';

export interface PointPickerProps {
  /** Where the place is so far. */
  point?: Point;
  /** What is brought into view, once, where the place is not known yet. */
  around?: readonly Point[];
  /** What the marker looks like. @default 'store' */
  glyph?: MapGlyph;
  /** Metres around the point that belong to it. */
  radiusMetres?: number;
  /** The place was put elsewhere, by a click, by dragging or with the arrow keys. */
  onChange: (point: Point) => void;
  labels: Omit<MapLabels, 'cluster'> & {
    /** What the movable marker is. */
    marker: string;
  };
  /** Without it the map has parallels and meridians only. */
  tiles?: MapTiles;
  dark: boolean;
  disabled?: boolean;
  className?: string;
}

/** A map to put one place on. */
export function PointPicker(props: PointPickerProps): ReactElement {
  const { point, around, radiusMetres, labels, tiles, dark, disabled = false, className = '' } = props;
  const container = useRef<HTMLDivElement>(null);
  const view = useRef<PickerView>(null);
  const onChange = useRef(props.onChange);
  useEffect(() => {
    onChange.current = props.onChange;
  });

  // The words are those of the moment it was made: a page is rendered anew in another language.
  useEffect(() => {
    const made = new PickerView(container.current!, labels, props.glyph ?? 'store', (moved) =>
      onChange.current(moved),
    );
    view.current = made;
    return () => made.remove();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a map is made once
  }, []);
  const { url, darkUrl, attribution, maxZoom } = tiles ?? {};
  useEffect(() => {
    view.current?.setBackground(url ? { url, darkUrl, attribution, maxZoom } : undefined, dark);
  }, [url, darkUrl, attribution, maxZoom, dark]);
  useEffect(() => view.current?.setDisabled(disabled), [disabled]);
  const { lat, lon } = point ?? {};
  useEffect(() => {
    view.current?.show(lat === undefined || lon === undefined ? undefined : { lat, lon }, radiusMetres);
  }, [lat, lon, radiusMetres]);
  useEffect(() => view.current?.lookAt(around ?? []), [around]);

  return <div ref={container} className={`dispatch-map ${className}`} />;
}
