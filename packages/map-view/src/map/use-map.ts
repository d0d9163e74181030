import 'leaflet/dist/leaflet.css';
import { useEffect, useRef, type RefObject } from 'react';
import type { MapTiles } from '../background/map-tiles';
import './map-view.css';

/** A map drawn into an element. */
interface DrawnMap {
  setBackground(tiles: MapTiles | undefined, dark: boolean): void;
  remove(): void;
}

interface MapOptions<Drawn, Told> {
  /** Called once. The words are those of that moment: a page is rendered anew in another language. */
  draw: (container: HTMLElement, tell: (told: Told) => void) => Drawn;
  /** What people do on the map is told to. */
  onTold: (told: Told) => void;
  tiles?: MapTiles;
  dark: boolean;
}

/** A map that is drawn when its element is there, has its background, and goes with it. */
export function useMap<Drawn extends DrawnMap, Told>({
  draw,
  onTold,
  tiles,
  dark,
}: MapOptions<Drawn, Told>): { container: RefObject<HTMLDivElement | null>; map: RefObject<Drawn | null> } {
  const container = useRef<HTMLDivElement>(null);
  const map = useRef<Drawn>(null);
  const tell = useRef(onTold);
  useEffect(() => {
    tell.current = onTold;
  });
  useEffect(() => {
    const drawn = draw(container.current!, (told) => tell.current(told));
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
