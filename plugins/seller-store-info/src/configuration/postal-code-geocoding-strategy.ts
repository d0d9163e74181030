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
  /** Path of the table, a CSV file in UTF-8. */
  file: string;
  /**
   * Column names, for a file without a header row. `countryCode`, `postalCode`, `lat` and `lon` are required, others are
   * ignored.
   * @default the names in the first row
   */
  columns?: readonly string[];
  /** @default ',' */
  delimiter?: string;
  /** Default country of addresses and rows, ISO 3166-1 alpha-2. */
  countryCode?: string;
}

type Row = Partial<Record<string, string>>;

interface PointSum {
  sum: Point;
  count: number;
}

/**
 * Finds postal codes in a table, such as one from geonames.org. The point of a postal code with several rows is their
 * average. The table is read once, at server start.
 */
export class PostalCodeGeocodingStrategy implements GeocodingStrategy {
  readonly local = true;
  private readonly points = new Map<string, PointSum>();

  constructor(private readonly options: PostalCodeGeocodingOptions) {}

  /** @throws Error with the number of an invalid row */
  async init(): Promise<void> {
    this.points.clear();
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
    const points = this.points.get(this.keyOf(address) ?? '');
    return (
      points && {
        lat: points.sum.lat / points.count,
        lon: points.sum.lon / points.count,
        precision: 'postalCode',
      }
    );
  }

  private add(row: Row, number: number): void {
    const key = this.keyOf(row);
    const point = pointSchema.safeParse({ lat: parseNumber(row.lat), lon: parseNumber(row.lon) }).data;
    if (!key || !point) {
      throw new Error(
        `${this.options.file}: row ${number} needs a countryCode, a postalCode, and lat and lon in degrees`,
      );
    }
    const { sum, count } = this.points.get(key) ?? { sum: { lat: 0, lon: 0 }, count: 0 };
    this.points.set(key, {
      sum: { lat: sum.lat + point.lat, lon: sum.lon + point.lon },
      count: count + 1,
    });
  }

  private keyOf({ countryCode, postalCode }: GeocodingAddress): string | undefined {
    const country = (countryCode?.trim() || this.options.countryCode)?.toUpperCase();
    // For example "SW1A 1AA" and "sw1a1aa", or "01-234" and "01234".
    const code = postalCode?.replace(/[\s-]/g, '').toUpperCase();
    return country && code ? `${country}:${code}` : undefined;
  }
}

function parseNumber(text: string | undefined): number {
  return text ? Number(text) : Number.NaN;
}
