import { inEnglishAndGerman } from './in-english-and-german';
import type { StoreFields } from './custom-stock-location-fields';

type FieldLabel = readonly [en: string, de: string];

/** Labels of the store fields in English and German. Labels and errors use the same words. */
export const FIELD_LABELS = {
  storeLatitude: ['Latitude', 'Breitengrad'],
  storeLongitude: ['Longitude', 'Längengrad'],
  storeStreet: ['Street and number', 'Straße und Hausnummer'],
  storeCity: ['City', 'Ort'],
  storePostalCode: ['Postal code', 'Postleitzahl'],
  storeProvince: ['Province', 'Bundesland'],
  storeCountryCode: ['Country', 'Land'],
  storePhone: ['Phone', 'Telefon'],
  preparationMinutes: ['Preparation time', 'Vorbereitungszeit'],
  deliveryRadiusMetres: ['Delivery radius', 'Lieferradius'],
  storeTimeZone: ['Time zone', 'Zeitzone'],
  storePausedUntil: ['Pause', 'Pause'],
  storeOpeningHours: ['Opening hours', 'Öffnungszeiten'],
} as const satisfies Record<keyof StoreFields, FieldLabel>;

/** Returns the label of a field for Vendure's configuration. */
export function labelOf(name: keyof StoreFields) {
  const [en, de] = FIELD_LABELS[name];
  return inEnglishAndGerman(en, de);
}
