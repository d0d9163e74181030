import { EARTH_RADIUS_METRES, type Point } from '@driver-dispatch/contract';
import type { Located } from './driver-spans';

/** Edge of a cell, in metres. */
const CELL_METRES = 500;

/** More than there are cells along the Earth's diameter. */
const CELLS_ACROSS = 2 * Math.ceil(EARTH_RADIUS_METRES / CELL_METRES) + 3;

interface Place<T> {
  item: T;
  at: Vector;
  cell: number;
}

type Vector = readonly [x: number, y: number, z: number];

/**
 * Items that are in a place for a while, swept through in time order: at each moment those that are there, in a
 * grid of cubic cells through the Earth, which has neither poles nor an antimeridian.
 *
 * With n items all sweeping takes O(n log n); a query looks at the cells around it or at all the items that are
 * there, whichever are fewer.
 */
export class SweptPlaces<T extends Located> {
  private readonly arrivals: readonly T[];
  private readonly departures: readonly T[];
  private arrived = 0;
  private departed = 0;
  private readonly places = new Map<T, Place<T>>();
  private readonly cells = new Map<number, Set<Place<T>>>();

  constructor(items: readonly T[]) {
    const lasting = items.filter(({ from, to }) => from < to);
    this.arrivals = [...lasting].sort((a, b) => a.from - b.from);
    this.departures = [...lasting].sort((a, b) => a.to - b.to);
  }

  /** Goes on to a moment, which must not be before the last one. */
  advance(at: number): void {
    while (this.arrived < this.arrivals.length && this.arrivals[this.arrived].from <= at) {
      this.add(this.arrivals[this.arrived++]);
    }
    while (this.departed < this.departures.length && this.departures[this.departed].to <= at) {
      this.remove(this.departures[this.departed++]);
    }
  }

  /** All that are there within a distance of a point, and maybe some a little further. */
  near(point: Point, metres: number): T[] {
    const centre = vectorOf(point);
    const reach = Math.max(0, metres);
    const found: T[] = [];
    for (const place of this.around(centre, reach)) {
      // The straight line is never longer than the great circle.
      if (squaredDistance(place.at, centre) <= reach * reach) {
        found.push(place.item);
      }
    }
    return found;
  }

  private *around(centre: Vector, reach: number): Generator<Place<T>> {
    const [low, high] = [-1, 1].map((sign) => centre.map((metres) => cellIndex(metres + sign * reach)));
    const cells = low.reduce((product, from, axis) => product * (high[axis] - from + 1), 1);
    if (cells > this.places.size) {
      yield* this.places.values();
      return;
    }
    for (let x = low[0]; x <= high[0]; x++) {
      for (let y = low[1]; y <= high[1]; y++) {
        for (let z = low[2]; z <= high[2]; z++) {
          yield* this.cells.get(cellNumber(x, y, z)) ?? [];
        }
      }
    }
  }

  private add(item: T): void {
    const at = vectorOf(item.point);
    const [x, y, z] = at.map(cellIndex);
    const place = { item, at, cell: cellNumber(x, y, z) };
    const cell = this.cells.get(place.cell) ?? new Set();
    this.cells.set(place.cell, cell.add(place));
    this.places.set(item, place);
  }

  private remove(item: T): void {
    const place = this.places.get(item);
    if (place) {
      this.cells.get(place.cell)?.delete(place);
      this.places.delete(item);
    }
  }
}

const cellIndex = (metres: number) => Math.floor(metres / CELL_METRES) + (CELLS_ACROSS - 1) / 2;

const cellNumber = (x: number, y: number, z: number) => (x * CELLS_ACROSS + y) * CELLS_ACROSS + z;

/** From the middle of the Earth, in metres. */
function vectorOf({ lat, lon }: Point): Vector {
  const [phi, lambda] = [(lat * Math.PI) / 180, (lon * Math.PI) / 180];
  return [
    EARTH_RADIUS_METRES * Math.cos(phi) * Math.cos(lambda),
    EARTH_RADIUS_METRES * Math.cos(phi) * Math.sin(lambda),
    EARTH_RADIUS_METRES * Math.sin(phi),
  ];
}

function squaredDistance(a: Vector, b: Vector): number {
  return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;
}
