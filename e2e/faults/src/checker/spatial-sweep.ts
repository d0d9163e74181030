import { EARTH_RADIUS_METRES, type Point } from '@driver-dispatch/contract';
import type { Located } from './driver-spans';

/** Edge of a cell, in metres. */
const CELL_METRES = 500;

/** More than the number of cells along the Earth's diameter. */
const CELLS_ACROSS = 2 * Math.ceil(EARTH_RADIUS_METRES / CELL_METRES) + 3;

interface Entry<T> {
  item: T;
  at: Vector;
  cell: number;
}

type Vector = readonly [x: number, y: number, z: number];

/**
 * A sweep in time order over items with a location and a time span. Keeps the items of the present time in a grid of cubic
 * cells through the Earth, which needs no special cases for poles and the antimeridian.
 *
 * The whole sweep takes O(n log n) for n items. A query looks at the cells around it or at all present items, whichever are
 * fewer.
 */
export class SpatialSweep<T extends Located> {
  private readonly arrivals: readonly T[];
  private readonly departures: readonly T[];
  private arrived = 0;
  private departed = 0;
  private readonly entries = new Map<T, Entry<T>>();
  private readonly cells = new Map<number, Set<Entry<T>>>();

  constructor(items: readonly T[]) {
    const lasting = items.filter(({ from, to }) => from < to);
    this.arrivals = [...lasting].sort((a, b) => a.from - b.from);
    this.departures = [...lasting].sort((a, b) => a.to - b.to);
  }

  /** Advances to a time, which must not be before the last one. */
  advance(at: number): void {
    while (this.arrived < this.arrivals.length && this.arrivals[this.arrived].from <= at) {
      this.add(this.arrivals[this.arrived++]);
    }
    while (this.departed < this.departures.length && this.departures[this.departed].to <= at) {
      this.remove(this.departures[this.departed++]);
    }
  }

  /** Returns the present items within a distance of a point, possibly with some slightly farther away. */
  near(point: Point, metres: number): T[] {
    const centre = toVector(point);
    const radius = Math.max(0, metres);
    const found: T[] = [];
    for (const entry of this.around(centre, radius)) {
      // The straight line is never longer than the great circle.
      if (squaredDistance(entry.at, centre) <= radius * radius) {
        found.push(entry.item);
      }
    }
    return found;
  }

  private *around(centre: Vector, radius: number): Generator<Entry<T>> {
    const [low, high] = [-1, 1].map((sign) => centre.map((metres) => cellIndex(metres + sign * radius)));
    const cells = low.reduce((product, from, axis) => product * (high[axis] - from + 1), 1);
    if (cells > this.entries.size) {
      yield* this.entries.values();
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
    const at = toVector(item.point);
    const [x, y, z] = at.map(cellIndex);
    const entry = { item, at, cell: cellNumber(x, y, z) };
    const cell = this.cells.get(entry.cell) ?? new Set();
    this.cells.set(entry.cell, cell.add(entry));
    this.entries.set(item, entry);
  }

  private remove(item: T): void {
    const entry = this.entries.get(item);
    if (entry) {
      this.cells.get(entry.cell)?.delete(entry);
      this.entries.delete(item);
    }
  }
}

const cellIndex = (metres: number) => Math.floor(metres / CELL_METRES) + (CELLS_ACROSS - 1) / 2;

const cellNumber = (x: number, y: number, z: number) => (x * CELLS_ACROSS + y) * CELLS_ACROSS + z;

/** Returns the vector from the centre of the Earth, in metres. */
function toVector({ lat, lon }: Point): Vector {
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
