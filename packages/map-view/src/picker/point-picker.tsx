import { useEffect, useRef, type ReactElement } from 'react';
import type { MapTiles } from '../background/map-tiles';
import type { Point } from '../geometry/point';
import type { MapGlyph } from '../map/map-content';
import type { MapLabels } from '../map/map-labels';
import { useMap } from '../map/use-map';
import { PickerView, type PickerPlace } from './picker-view';

export interface PointPickerProps {
  point?: Point;
  /** Points to fit into the view while no point is set. */
  around?: readonly Point[];
  /** Shown with their names, such as for orientation. They don't change. */
  places?: readonly PickerPlace[];
  /** Icon of the marker. @default 'store' */
  glyph?: MapGlyph;
  /** Radius of the circle around the point, in metres. */
  radiusMetres?: number;
  /** Called when the user sets the point with a click, by dragging or with the arrow keys. */
  onChange: (point: Point) => void;
  labels: Omit<MapLabels, 'cluster'> & {
    /** Accessible name of the movable marker. */
    marker: string;
  };
  /** Without tiles the map shows parallels and meridians only. */
  tiles?: MapTiles;
  dark: boolean;
  disabled?: boolean;
  className?: string;
}

/** A map that selects one point. */
export function PointPicker(props: PointPickerProps): ReactElement {
  const { point, around, places, glyph = 'store', radiusMetres, onChange, labels, tiles, dark } = props;
  const { disabled = false, className = '' } = props;
  const { container, map } = useMap<PickerView, Point>({
    draw: (element, emit) => new PickerView(element, labels, glyph, emit),
    onEvent: onChange,
    tiles,
    dark,
  });
  useEffect(() => map.current?.setDisabled(disabled), [map, disabled]);
  const { lat, lon } = point ?? {};
  useEffect(() => {
    map.current?.show(lat === undefined || lon === undefined ? undefined : { lat, lon }, radiusMetres);
  }, [map, lat, lon, radiusMetres]);
  useEffect(() => map.current?.setAround(around ?? []), [map, around]);
  const shownPlaces = useRef(places);
  useEffect(() => map.current?.showPlaces(shownPlaces.current ?? []), [map]);

  return <div ref={container} className={`dispatch-map ${className}`} />;
}
