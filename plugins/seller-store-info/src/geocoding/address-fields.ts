import { pointSchema, type Point } from '@driver-dispatch/contract';
import type { OrderAddress } from '@vendure/common/lib/generated-types';
import type { CustomFieldConfig } from '@vendure/core';
import { inEnglishAndGerman as translated } from '../store-fields/in-english-and-german';
import { LATITUDE, LONGITUDE } from '../store-fields/store-limits';

/** Coordinates of an address and of an order's shipping address. Other plugins may define the same fields. */
export const ADDRESS_CUSTOM_FIELDS: CustomFieldConfig[] = [
  {
    name: 'latitude',
    type: 'float',
    nullable: true,
    ...LATITUDE,
    label: translated('Latitude', 'Breitengrad'),
    description: translated('Degrees north (WGS 84)', 'Grad nördlicher Breite (WGS 84)'),
  },
  {
    name: 'longitude',
    type: 'float',
    nullable: true,
    ...LONGITUDE,
    label: translated('Longitude', 'Längengrad'),
    description: translated('Degrees east (WGS 84)', 'Grad östlicher Länge (WGS 84)'),
  },
  {
    name: 'geocodingPrecision',
    type: 'string',
    length: 16,
    nullable: true,
    readonly: true,
    label: translated('Precision of the coordinates', 'Genauigkeit der Koordinaten'),
    description: translated(
      'building, street, postalCode or locality if the address was geocoded; empty for given coordinates',
      'building, street, postalCode oder locality bei geokodierten Adressen; leer bei angegebenen Koordinaten',
    ),
  },
];

/** Returns the coordinates of an order's address, or undefined if they are missing or invalid. */
export function pointOfAddress(address: OrderAddress | undefined): Point | undefined {
  const { latitude, longitude } = (address?.customFields ?? {}) as {
    latitude?: unknown;
    longitude?: unknown;
  };
  return pointSchema.safeParse({ lat: latitude, lon: longitude }).data;
}
