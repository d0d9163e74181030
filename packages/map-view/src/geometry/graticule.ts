import { degreeText, type Axis } from './degree-text';
import type { Bounds } from './point';

/** A line of equal latitude or longitude. */
export interface GraticuleLine {
  axis: Axis;
  degrees: number;
  /** Such as `52°30′ N`. */
  text: string;
}

/** Possible distances between lines, in degrees. They divide degrees and minutes evenly. */
const STEPS = [45, 30, 20, 10, 5, 2, 1, 30 / 60, 20 / 60, 10 / 60, 5 / 60, 2 / 60, 1 / 60].concat(
  [30, 20, 10, 5, 2, 1].map((seconds) => seconds / 3600),
);

/** Maximum latitude of a Mercator map. */
const LAST_LATITUDE = 85;

/**
 * Returns the parallels and meridians of an area.
 *
 * @param wanted minimum number of lines in the longer direction, if the smallest distance (one second) allows it
 */
export function createGraticule(area: Bounds, wanted = 4): GraticuleLine[] {
  const extent = Math.max(area.north - area.south, area.east - area.west);
  const step = STEPS.find((candidate) => extent / candidate >= wanted) ?? STEPS[STEPS.length - 1]!;
  const parallels = multiples(step, area.south, area.north).filter((lat) => Math.abs(lat) <= LAST_LATITUDE);
  return [
    ...parallels.map((degrees) => lineAt('latitude', degrees)),
    ...multiples(step, area.west, area.east).map((degrees) => lineAt('longitude', degrees)),
  ];
}

function multiples(step: number, from: number, to: number): number[] {
  const first = Math.ceil(from / step);
  const last = Math.floor(to / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step);
}

function lineAt(axis: Axis, degrees: number): GraticuleLine {
  return { axis, degrees, text: degreeText(axis, degrees) };
}
