import type { CustomFieldConfig } from '@vendure/core';
import { inEnglishAndGerman as translated } from './in-english-and-german';
import { labelOf } from './store-field-labels';
import { FIELD_CHECKS } from './store-fields-error';
import {
  DELIVERY_RADIUS_METRES,
  LATITUDE,
  LONGITUDE,
  PREPARATION_MINUTES,
  TEXT_LENGTHS,
  TIME_ZONE_LENGTH,
} from './store-limits';

type TextField = 'storeStreet' | 'storeCity' | 'storePostalCode' | 'storeProvince' | 'storePhone';

const text = (name: TextField, length: number, component?: string): CustomFieldConfig => ({
  name,
  type: 'string',
  length,
  nullable: true,
  ...(component ? { ui: { component } } : {}),
  label: labelOf(name),
  validate: (value: string | null) => (value == null ? undefined : FIELD_CHECKS[name](value)),
});

/** The default number input of the dashboard allows only two decimals, about one kilometre. */
const COORDINATE = { component: 'number-form-input', step: 'any' };

/** The custom fields of a stock location, in display order. */
export const STORE_CUSTOM_FIELDS: CustomFieldConfig[] = [
  {
    name: 'storeLatitude',
    type: 'float',
    nullable: true,
    ...LATITUDE,
    ui: COORDINATE,
    label: labelOf('storeLatitude'),
    description: translated(
      'Degrees north (WGS 84), from -90 to 90; set together with the longitude',
      'Grad nördlicher Breite (WGS 84), von -90 bis 90; nur zusammen mit dem Längengrad',
    ),
  },
  {
    name: 'storeLongitude',
    type: 'float',
    nullable: true,
    ...LONGITUDE,
    ui: COORDINATE,
    label: labelOf('storeLongitude'),
    description: translated(
      'Degrees east (WGS 84), from -180 to 180; set together with the latitude',
      'Grad östlicher Länge (WGS 84), von -180 bis 180; nur zusammen mit dem Breitengrad',
    ),
  },
  text('storeStreet', TEXT_LENGTHS.street),
  text('storeCity', TEXT_LENGTHS.city),
  text('storePostalCode', TEXT_LENGTHS.postalCode),
  text('storeProvince', TEXT_LENGTHS.province),
  {
    name: 'storeCountryCode',
    type: 'string',
    length: 2,
    nullable: true,
    ui: { component: 'seller-store-country' },
    label: labelOf('storeCountryCode'),
    description: translated('ISO 3166-1 alpha-2, such as DE', 'ISO 3166-1 alpha-2, etwa DE'),
    validate: (value: string | null) => (value == null ? undefined : FIELD_CHECKS.storeCountryCode(value)),
  },
  text('storePhone', TEXT_LENGTHS.phone, 'seller-store-phone'),
  {
    name: 'preparationMinutes',
    type: 'int',
    nullable: true,
    ...PREPARATION_MINUTES,
    ui: { component: 'number-form-input', suffix: 'min' },
    label: labelOf('preparationMinutes'),
    description: translated(
      'Minutes to prepare an order, from the payment or the next opening; empty for the default of the shop',
      'Minuten, um eine Bestellung vorzubereiten, ab Bezahlung oder Öffnung; leer für den Standardwert des Shops',
    ),
  },
  {
    name: 'deliveryRadiusMetres',
    type: 'int',
    nullable: true,
    ...DELIVERY_RADIUS_METRES,
    ui: { component: 'number-form-input', suffix: 'm' },
    label: labelOf('deliveryRadiusMetres'),
    description: translated(
      'Metres around the store; empty for the default of the shop',
      'Meter um das Geschäft; leer für den Standardwert des Shops',
    ),
  },
  {
    name: 'storeTimeZone',
    type: 'string',
    length: TIME_ZONE_LENGTH,
    nullable: true,
    ui: { component: 'seller-store-time-zone' },
    label: labelOf('storeTimeZone'),
    description: translated(
      'IANA time zone of the opening hours, such as Europe/Berlin; empty for the default of the shop',
      'IANA-Zeitzone der Öffnungszeiten, etwa Europe/Berlin; leer für den Standardwert des Shops',
    ),
    validate: (value: string | null) => (value == null ? undefined : FIELD_CHECKS.storeTimeZone(value)),
  },
  {
    name: 'storePausedUntil',
    type: 'datetime',
    nullable: true,
    ui: { component: 'seller-store-pause' },
    label: labelOf('storePausedUntil'),
    description: translated(
      'A paused store takes no orders, regardless of its opening hours. The buttons take effect immediately.',
      'Ein pausiertes Geschäft nimmt unabhängig von den Öffnungszeiten keine Bestellungen an. Die Schaltflächen wirken sofort.',
    ),
  },
  {
    name: 'storeOpeningHours',
    type: 'text',
    nullable: true,
    ui: { component: 'seller-store-opening-hours' },
    label: labelOf('storeOpeningHours'),
    description: translated(
      'Periods by weekday and exceptions by date, in the time zone of the store',
      'Zeiten je Wochentag und Ausnahmen je Datum, in der Zeitzone des Geschäfts',
    ),
    validate: (value: string | null) => (value == null ? undefined : FIELD_CHECKS.storeOpeningHours(value)),
  },
];

/** The custom fields of a product variant. */
export const VARIANT_CUSTOM_FIELDS: CustomFieldConfig[] = [
  {
    name: 'extraPreparationMinutes',
    type: 'int',
    nullable: true,
    ...PREPARATION_MINUTES,
    label: translated('Extra preparation time', 'Zusätzliche Vorbereitungszeit'),
    description: translated(
      'Minutes in addition to the preparation time of the store; the maximum of an order counts',
      'Minuten zusätzlich zur Vorbereitungszeit des Geschäfts; es zählt der größte Wert einer Bestellung',
    ),
  },
];

/**
 * Adds the plugin's fields once. A field of the same name is kept: it is from an earlier start in the same process, or the
 * shop defines it itself.
 */
export function withFields(
  fields: CustomFieldConfig[] = [],
  added: readonly CustomFieldConfig[],
): CustomFieldConfig[] {
  const existing = new Set(fields.map(({ name }) => name));
  return [...fields, ...added.filter(({ name }) => !existing.has(name))];
}
