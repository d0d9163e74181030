import { useEffect, type ReactElement } from 'react';
import type { MapTiles } from '../background/map-tiles';
import type { Point } from '../geometry/point';
import type { MapGlyph } from '../map/map-content';
import type { MapLabels } from '../map/map-labels';
import { useMap } from '../map/use-map';
import { PickerView } from './picker-view';

export interface PointPickerProps {
  /** Where the place is so far. */
  point?: Point;
  /** Where the place may be: brought into view, once and when asked for, while it is not known. */
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
  const { point, around, glyph = 'store', radiusMetres, onChange, labels, tiles, dark } = props;
  const { disabled = false, className = '' } = props;
  const { container, map } = useMap<PickerView, Point>({
    draw: (element, tell) => new PickerView(element, labels, glyph, tell),
    onTold: onChange,
    tiles,
    dark,
  });
  useEffect(() => map.current?.setDisabled(disabled), [map, disabled]);
  const { lat, lon } = point ?? {};
  useEffect(() => {
    map.current?.show(lat === undefined || lon === undefined ? undefined : { lat, lon }, radiusMetres);
  }, [map, lat, lon, radiusMetres]);
  useEffect(() => map.current?.lookAt(around ?? []), [map, around]);

  return <div ref={container} className={`dispatch-map ${className}`} />;
}
