import type { CustomFieldConfig } from '@vendure/core';
import { inEnglishAndGerman as inBoth, type LocalizedText } from './in-english-and-german';
import { FIELD_CHECKS } from './store-fields-fault';
import {
  DELIVERY_RADIUS_METRES,
  LATITUDE,
  LONGITUDE,
  PREPARATION_MINUTES,
  TEXT_LENGTHS,
} from './store-limits';

type TextField = 'storeStreet' | 'storeCity' | 'storePostalCode' | 'storeProvince' | 'storePhone';

const text = (name: TextField, length: number, label: LocalizedText[]): CustomFieldConfig => ({
  name,
  type: 'string',
  length,
  nullable: true,
  label,
  validate: (value: string | null) => (value == null ? undefined : FIELD_CHECKS[name](value)),
});

/** The custom fields of a stock location, in the order in which a form shows them. */
export const STORE_CUSTOM_FIELDS: CustomFieldConfig[] = [
  {
    name: 'storeLatitude',
    type: 'float',
    nullable: true,
    ...LATITUDE,
    label: inBoth('Latitude', 'Breitengrad'),
    description: inBoth(
      'Degrees north (WGS 84), from -90 to 90; goes with the longitude',
      'Grad nördlicher Breite (WGS 84), von -90 bis 90; gehört zum Längengrad',
    ),
  },
  {
    name: 'storeLongitude',
    type: 'float',
    nullable: true,
    ...LONGITUDE,
    label: inBoth('Longitude', 'Längengrad'),
    description: inBoth(
      'Degrees east (WGS 84), from -180 to 180; goes with the latitude',
      'Grad östlicher Länge (WGS 84), von -180 bis 180; gehört zum Breitengrad',
    ),
  },
  text('storeStreet', TEXT_LENGTHS.street, inBoth('Street and number', 'Straße und Hausnummer')),
  text('storeCity', TEXT_LENGTHS.city, inBoth('City', 'Ort')),
  text('storePostalCode', TEXT_LENGTHS.postalCode, inBoth('Postal code', 'Postleitzahl')),
  text('storeProvince', TEXT_LENGTHS.province, inBoth('Province', 'Bundesland')),
  {
    name: 'storeCountryCode',
    type: 'string',
    length: 2,
    nullable: true,
    label: inBoth('Country', 'Land'),
    description: inBoth('ISO 3166-1 alpha-2, such as DE', 'ISO 3166-1 alpha-2, etwa DE'),
    validate: (value: string | null) => (value == null ? undefined : FIELD_CHECKS.storeCountryCode(value)),
  },
  text('storePhone', TEXT_LENGTHS.phone, inBoth('Telephone', 'Telefon')),
  {
    name: 'preparationMinutes',
    type: 'int',
    nullable: true,
    ...PREPARATION_MINUTES,
    label: inBoth('Preparation time', 'Zubereitungszeit'),
    description: inBoth(
      'Minutes from the paid order until it is ready; the shop-wide default while empty',
      'Minuten von der bezahlten Bestellung bis zur Abholbereitschaft; leer gilt der Wert des Shops',
    ),
  },
  {
    name: 'deliveryRadiusMetres',
    type: 'int',
    nullable: true,
    ...DELIVERY_RADIUS_METRES,
    label: inBoth('Delivery radius', 'Lieferradius'),
    description: inBoth(
      'Metres from the store, as the crow flies, within which it delivers',
      'Meter Luftlinie um das Geschäft, innerhalb derer es liefert',
    ),
  },
];

/**
 * The fields with the store's added, each once: a server that starts twice in one process keeps its config, and
 * a shop may have described a field in its own words.
 */
export function withStoreFields(fields: CustomFieldConfig[] = []): CustomFieldConfig[] {
  const taken = new Set(fields.map(({ name }) => name));
  return [...fields, ...STORE_CUSTOM_FIELDS.filter(({ name }) => !taken.has(name))];
}
