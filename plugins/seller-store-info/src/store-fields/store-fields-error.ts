import { pointSchema } from '@driver-dispatch/contract';
import { isTimeZone } from '../opening-hours/local-time';
import { FIELD_LABELS } from './store-field-labels';
import { openingHoursError } from './opening-hours-error';
import type { StoreFields } from './custom-stock-location-fields';
import { isCountryCode } from './country-codes';
import { isPhoneNumber } from './phone-number';
import { inEnglishAndGerman as localizedError, type LocalizedText } from './in-english-and-german';
import {
  DELIVERY_RADIUS_METRES,
  LATITUDE,
  LONGITUDE,
  PREPARATION_MINUTES,
  TEXT_LENGTHS,
} from './store-limits';

/** An error text in English and German. */
export type LocalizedError = LocalizedText[];

interface Range {
  min: number;
  max: number;
}

/** Returns the error of a field's value. Not called for null and undefined. */
type FieldCheck<T> = (value: T) => LocalizedError | undefined;

type Checks = { [Name in keyof StoreFields]-?: FieldCheck<NonNullable<StoreFields[Name]>> };

/** Creates the error of a field from the part of the sentence after the label of the field. */
function errorOf(name: keyof StoreFields, en: string, de: string): LocalizedError {
  const [enLabel, deLabel] = FIELD_LABELS[name];
  return localizedError(`${enLabel} ${en}`, `${deLabel} ${de}`);
}

const inRange = (name: keyof StoreFields, { min, max }: Range, whole: boolean): FieldCheck<number> => {
  return (value) =>
    value >= min && value <= max && (!whole || Number.isInteger(value))
      ? undefined
      : errorOf(
          name,
          `must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}`,
          `muss eine ${whole ? 'ganze ' : ''}Zahl von ${min} bis ${max} sein`,
        );
};

const atMost = (name: keyof StoreFields, length: number): FieldCheck<string> => {
  return (value) =>
    value.length <= length
      ? undefined
      : errorOf(name, `must have at most ${length} characters`, `darf höchstens ${length} Zeichen haben`);
};

/** The checks of the single fields. A cleared form field is an empty text, which means unset. */
export const FIELD_CHECKS: Checks = {
  storeLatitude: inRange('storeLatitude', LATITUDE, false),
  storeLongitude: inRange('storeLongitude', LONGITUDE, false),
  storeStreet: atMost('storeStreet', TEXT_LENGTHS.street),
  storeCity: atMost('storeCity', TEXT_LENGTHS.city),
  storePostalCode: atMost('storePostalCode', TEXT_LENGTHS.postalCode),
  storeProvince: atMost('storeProvince', TEXT_LENGTHS.province),
  storeCountryCode: (value) =>
    value === '' || isCountryCode(value)
      ? undefined
      : errorOf(
          'storeCountryCode',
          'must be an ISO 3166-1 alpha-2 code in upper case, such as DE',
          'muss ein ISO-3166-1-alpha-2-Code in Großbuchstaben sein, etwa DE',
        ),
  storePhone: (value) =>
    value === '' || isPhoneNumber(value)
      ? atMost('storePhone', TEXT_LENGTHS.phone)(value)
      : errorOf(
          'storePhone',
          'must be a phone number, such as +49 30 5550101',
          'muss eine Telefonnummer sein, etwa +49 30 5550101',
        ),
  preparationMinutes: inRange('preparationMinutes', PREPARATION_MINUTES, true),
  deliveryRadiusMetres: inRange('deliveryRadiusMetres', DELIVERY_RADIUS_METRES, true),
  storeTimeZone: (value) =>
    value === '' || isTimeZone(value)
      ? undefined
      : errorOf(
          'storeTimeZone',
          'must be an IANA time zone, such as Europe/Berlin',
          'muss eine IANA-Zeitzone sein, etwa Europe/Berlin',
        ),
  storePausedUntil: (value) =>
    Number.isFinite(new Date(value).getTime())
      ? undefined
      : errorOf('storePausedUntil', 'must end at a time', 'muss zu einem Zeitpunkt enden'),
  storeOpeningHours: openingHoursError,
};

/** Returns the first error of a store's fields, or undefined. Checks each field, then the coordinates together. */
export function storeFieldsError(fields: StoreFields): LocalizedError | undefined {
  for (const [name, check] of Object.entries(FIELD_CHECKS)) {
    const value = fields[name as keyof StoreFields];
    const found = value == null ? undefined : (check as FieldCheck<unknown>)(value);
    if (found) {
      return found;
    }
  }
  return coordinatesError(fields);
}

function coordinatesError({ storeLatitude, storeLongitude }: StoreFields): LocalizedError | undefined {
  if (storeLatitude == null && storeLongitude == null) {
    return undefined;
  }
  if (storeLatitude == null || storeLongitude == null) {
    return localizedError(
      'Latitude and longitude must be set together',
      'Breitengrad und Längengrad müssen zusammen gesetzt sein',
    );
  }
  return pointSchema.safeParse({ lat: storeLatitude, lon: storeLongitude }).success
    ? undefined
    : localizedError(
        `(${storeLatitude}, ${storeLongitude}) is not a place`,
        `(${storeLatitude}, ${storeLongitude}) ist kein Ort`,
      );
}
