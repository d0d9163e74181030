import 'leaflet/dist/leaflet.css';
import { useEffect, useRef, type RefObject } from 'react';
import type { MapTiles } from '../background/map-tiles';
import './map-view.css';

/** A map drawn into an element. */
interface DrawnMap {
  setBackground(tiles: MapTiles | undefined, dark: boolean): void;
  remove(): void;
}

interface MapOptions<Drawn, MapEvent> {
  /** Called once, so the labels do not change later. A language change remounts the page. */
  draw: (container: HTMLElement, emit: (event: MapEvent) => void) => Drawn;
  /** Called with the events of the map, such as a selection. */
  onEvent: (event: MapEvent) => void;
  tiles?: MapTiles;
  dark: boolean;
}

/** Draws a map after mounting, keeps its background up to date, and removes it on unmount. */
export function useMap<Drawn extends DrawnMap, MapEvent>({
  draw,
  onEvent,
  tiles,
  dark,
}: MapOptions<Drawn, MapEvent>): {
  container: RefObject<HTMLDivElement | null>;
  map: RefObject<Drawn | null>;
} {
  const container = useRef<HTMLDivElement>(null);
  const map = useRef<Drawn>(null);
  const listener = useRef(onEvent);
  useEffect(() => {
    listener.current = onEvent;
  });
  useEffect(() => {
    const drawn = draw(container.current!, (event) => listener.current(event));
    map.current = drawn;
    return () => drawn.remove();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a map is drawn once
  }, []);
  const { url, darkUrl, attribution, attributionUrl, maxZoom } = tiles ?? {};
  useEffect(() => {
    const background = url ? { url, darkUrl, attribution, attributionUrl, maxZoom } : undefined;
    map.current?.setBackground(background, dark);
  }, [url, darkUrl, attribution, attributionUrl, maxZoom, dark]);
  return { container, map };
}
