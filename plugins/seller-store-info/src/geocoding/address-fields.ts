import { pointSchema, type Point } from '@driver-dispatch/contract';
import type { OrderAddress } from '@vendure/common/lib/generated-types';
import type { CustomFieldConfig } from '@vendure/core';
import { inEnglishAndGerman as inBoth } from '../store-fields/in-english-and-german';
import { LATITUDE, LONGITUDE } from '../store-fields/store-limits';

/** Coordinates of an address, which an order's shipping address carries along; shared with other plugins by name. */
export const ADDRESS_CUSTOM_FIELDS: CustomFieldConfig[] = [
  {
    name: 'latitude',
    type: 'float',
    nullable: true,
    ...LATITUDE,
    label: inBoth('Latitude', 'Breitengrad'),
    description: inBoth('Degrees north (WGS 84)', 'Grad nördlicher Breite (WGS 84)'),
  },
  {
    name: 'longitude',
    type: 'float',
    nullable: true,
    ...LONGITUDE,
    label: inBoth('Longitude', 'Längengrad'),
    description: inBoth('Degrees east (WGS 84)', 'Grad östlicher Länge (WGS 84)'),
  },
  {
    name: 'geocodingPrecision',
    type: 'string',
    length: 16,
    nullable: true,
    readonly: true,
    label: inBoth('Precision of the coordinates', 'Genauigkeit der Koordinaten'),
    description: inBoth(
      'building, street, postalCode or locality where the shop looked them up; empty where they were given',
      'building, street, postalCode oder locality, wenn der Shop sie gesucht hat; leer, wenn sie angegeben wurden',
    ),
  },
];

/** The coordinates of an order's address; undefined where it has none that are a place. */
export function pointOfAddress(address: OrderAddress | undefined): Point | undefined {
  const { latitude, longitude } = (address?.customFields ?? {}) as {
    latitude?: unknown;
    longitude?: unknown;
  };
  return pointSchema.safeParse({ lat: latitude, lon: longitude }).data;
}
