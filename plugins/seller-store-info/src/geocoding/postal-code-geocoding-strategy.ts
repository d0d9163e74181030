import {
  pointSchema,
  type GeocodedPoint,
  type GeocodingAddress,
  type Point,
} from '@driver-dispatch/contract';
import type { RequestContext } from '@vendure/core';
import { parse } from 'csv-parse/sync';
import { readFile } from 'node:fs/promises';
import type { GeocodingStrategy } from './geocoding-strategy';

export interface PostalCodeGeocodingOptions {
  /** The table: a CSV file of UTF-8. */
  file: string;
  /**
   * The names of its columns, for a file whose first row is not that of the names. Needed are `countryCode`,
   * `postalCode`, `lat` and `lon`; others are left alone.
   * @default the names in the first row
   */
  columns?: readonly string[];
  /** @default ',' */
  delimiter?: string;
  /** ISO 3166-1 alpha-2: the country of addresses and rows that name none. */
  countryCode?: string;
}

type Row = Partial<Record<string, string>>;

interface Places {
  sum: Point;
  count: number;
}

/**
 * Knows the middle of each postal code of a table, as those of geonames.org. A code with several rows is in the middle
 * of them all. The table is read once, when the server starts.
 */
export class PostalCodeGeocodingStrategy implements GeocodingStrategy {
  readonly local = true;
  private readonly places = new Map<string, Places>();

  constructor(private readonly options: PostalCodeGeocodingOptions) {}

  /** @throws Error naming the row that is wrong */
  async init(): Promise<void> {
    this.places.clear();
    const rows: Row[] = parse(await readFile(this.options.file), {
      bom: true,
      columns: this.options.columns ? [...this.options.columns] : true,
      delimiter: this.options.delimiter ?? ',',
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    });
    rows.forEach((row, index) => this.add(row, index + 1));
  }

  async locate(_ctx: RequestContext, address: GeocodingAddress): Promise<GeocodedPoint | undefined> {
    const places = this.places.get(this.keyOf(address) ?? '');
    return (
      places && {
        lat: places.sum.lat / places.count,
        lon: places.sum.lon / places.count,
        precision: 'postalCode',
      }
    );
  }

  private add(row: Row, number: number): void {
    const key = this.keyOf(row);
    const point = pointSchema.safeParse({ lat: numberOf(row.lat), lon: numberOf(row.lon) }).data;
    if (!key || !point) {
      throw new Error(
        `${this.options.file}: row ${number} lacks a countryCode, a postalCode, or a lat and lon in degrees`,
      );
    }
    const { sum, count } = this.places.get(key) ?? { sum: { lat: 0, lon: 0 }, count: 0 };
    this.places.set(key, {
      sum: { lat: sum.lat + point.lat, lon: sum.lon + point.lon },
      count: count + 1,
    });
  }

  private keyOf({ countryCode, postalCode }: GeocodingAddress): string | undefined {
    const country = (countryCode?.trim() || this.options.countryCode)?.toUpperCase();
    // Written as "SW1A 1AA" or "sw1a1aa", "01-234" or "01234".
    const code = postalCode?.replace(/[\s-]/g, '').toUpperCase();
    return country && code ? `${country}:${code}` : undefined;
  }
}

function numberOf(text: string | undefined): number {
  return text ? Number(text) : Number.NaN;
}
