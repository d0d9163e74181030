import type { CustomFieldConfig } from '@vendure/core';
import { inEnglishAndGerman as inBoth, type LocalizedText } from './in-english-and-german';
import { FIELD_CHECKS } from './store-fields-fault';
import {
  DELIVERY_RADIUS_METRES,
  LATITUDE,
  LONGITUDE,
  PREPARATION_MINUTES,
  TEXT_LENGTHS,
  TIME_ZONE_LENGTH,
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

/** The dashboard's field for numbers would take hundredths of a degree only, which are a kilometre. */
const COORDINATE = { component: 'number-form-input', step: 'any' };

/** The custom fields of a stock location, in the order in which a form shows them. */
export const STORE_CUSTOM_FIELDS: CustomFieldConfig[] = [
  {
    name: 'storeLatitude',
    type: 'float',
    nullable: true,
    ...LATITUDE,
    ui: COORDINATE,
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
    ui: COORDINATE,
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
    ui: { component: 'number-form-input', suffix: 'min' },
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
    ui: { component: 'number-form-input', suffix: 'm' },
    label: inBoth('Delivery radius', 'Lieferradius'),
    description: inBoth(
      'Metres from the store within which it delivers; the shop-wide default while empty',
      'Meter um das Geschäft, innerhalb derer es liefert; leer gilt der Wert des Shops',
    ),
  },
  {
    name: 'storeTimeZone',
    type: 'string',
    length: TIME_ZONE_LENGTH,
    nullable: true,
    ui: { component: 'seller-store-time-zone' },
    label: inBoth('Time zone', 'Zeitzone'),
    description: inBoth(
      'IANA name, such as Europe/Berlin, of the clock that the opening hours go by; the shop-wide default while empty',
      'IANA-Name, etwa Europe/Berlin, der Uhr, nach der die Öffnungszeiten gehen; leer gilt der Wert des Shops',
    ),
    validate: (value: string | null) => (value == null ? undefined : FIELD_CHECKS.storeTimeZone(value)),
  },
  {
    name: 'storePausedUntil',
    type: 'datetime',
    nullable: true,
    ui: { component: 'seller-store-pause' },
    label: inBoth('Paused until', 'Pausiert bis'),
    description: inBoth(
      'Takes no orders before, whatever the opening hours',
      'Nimmt vorher keine Bestellungen an, gleich welche Öffnungszeiten gelten',
    ),
  },
  {
    name: 'storeOpeningHours',
    type: 'text',
    nullable: true,
    ui: { component: 'seller-store-opening-hours' },
    label: inBoth('Opening hours', 'Öffnungszeiten'),
    description: inBoth(
      'Periods by weekday, and exceptions by date, by the clock of the time zone',
      'Zeiten je Wochentag, und Ausnahmen je Datum, nach der Uhr der Zeitzone',
    ),
    validate: (value: string | null) => (value == null ? undefined : FIELD_CHECKS.storeOpeningHours(value)),
  },
];

/** The custom field of a product variant. */
export const VARIANT_CUSTOM_FIELDS: CustomFieldConfig[] = [
  {
    name: 'extraPreparationMinutes',
    type: 'int',
    nullable: true,
    ...PREPARATION_MINUTES,
    label: inBoth('Extra preparation time', 'Zusätzliche Zubereitungszeit'),
    description: inBoth(
      'Minutes on top of the preparation time of the store; the longest of an order counts',
      'Minuten zusätzlich zur Zubereitungszeit des Geschäfts; die längste einer Bestellung zählt',
    ),
  },
];

/**
 * The fields with the plugin's added, each once: a server that starts twice in one process keeps its config, and
 * a shop may have described a field in its own words.
 */
export function withFields(
  fields: CustomFieldConfig[] = [],
  added: readonly CustomFieldConfig[],
): CustomFieldConfig[] {
  const taken = new Set(fields.map(({ name }) => name));
  return [...fields, ...added.filter(({ name }) => !taken.has(name))];
}
