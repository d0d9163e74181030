import { pointSchema } from '@driver-dispatch/contract';
import { isTimeZone } from '../opening-hours/local-time';
import { openingHoursFault } from '../opening-hours/opening-hours-fault';
import type { StoreFields } from './custom-stock-location-fields';
import { isCountryCode } from './country-codes';
import { inEnglishAndGerman as fault, type LocalizedText } from './in-english-and-german';
import {
  DELIVERY_RADIUS_METRES,
  LATITUDE,
  LONGITUDE,
  PREPARATION_MINUTES,
  TEXT_LENGTHS,
} from './store-limits';

/** A fault in the words of each language the plugin speaks. */
export type Fault = LocalizedText[];

interface Range {
  min: number;
  max: number;
}

/** What is wrong with one field's value, given that it has one. */
type FieldCheck<T> = (value: T) => Fault | undefined;

type Checks = { [Name in keyof StoreFields]-?: FieldCheck<NonNullable<StoreFields[Name]>> };

const inRange = (name: string, { min, max }: Range, whole: boolean): FieldCheck<number> => {
  return (value) =>
    value >= min && value <= max && (!whole || Number.isInteger(value))
      ? undefined
      : fault(
          `${name} must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}`,
          `${name} muss eine ${whole ? 'ganze ' : ''}Zahl von ${min} bis ${max} sein`,
        );
};

const atMost = (name: string, length: number): FieldCheck<string> => {
  return (value) =>
    value.length <= length
      ? undefined
      : fault(
          `${name} must have at most ${length} characters`,
          `${name} darf höchstens ${length} Zeichen haben`,
        );
};

/** The check of each field on its own. */
export const FIELD_CHECKS: Checks = {
  storeLatitude: inRange('storeLatitude', LATITUDE, false),
  storeLongitude: inRange('storeLongitude', LONGITUDE, false),
  storeStreet: atMost('storeStreet', TEXT_LENGTHS.street),
  storeCity: atMost('storeCity', TEXT_LENGTHS.city),
  storePostalCode: atMost('storePostalCode', TEXT_LENGTHS.postalCode),
  storeProvince: atMost('storeProvince', TEXT_LENGTHS.province),
  // A form that was cleared sends an empty text, which means no country.
  storeCountryCode: (value) =>
    value === '' || isCountryCode(value)
      ? undefined
      : fault(
          'storeCountryCode must be an ISO 3166-1 alpha-2 code in capitals, such as DE',
          'storeCountryCode muss ein ISO-3166-1-alpha-2-Code in Großbuchstaben sein, etwa DE',
        ),
  storePhone: atMost('storePhone', TEXT_LENGTHS.phone),
  preparationMinutes: inRange('preparationMinutes', PREPARATION_MINUTES, true),
  deliveryRadiusMetres: inRange('deliveryRadiusMetres', DELIVERY_RADIUS_METRES, true),
  storeTimeZone: (value) =>
    value === '' || isTimeZone(value)
      ? undefined
      : fault(
          'storeTimeZone must be an IANA time zone, such as Europe/Berlin',
          'storeTimeZone muss eine IANA-Zeitzone sein, etwa Europe/Berlin',
        ),
  storePausedUntil: (value) =>
    Number.isFinite(new Date(value).getTime())
      ? undefined
      : fault('storePausedUntil must be a time', 'storePausedUntil muss ein Zeitpunkt sein'),
  storeOpeningHours: openingHoursFault,
};

/** What is wrong with a store's fields as a whole, or undefined: each field, then what they say together. */
export function storeFieldsFault(fields: StoreFields): Fault | undefined {
  for (const [name, check] of Object.entries(FIELD_CHECKS)) {
    const value = fields[name as keyof StoreFields];
    const found = value == null ? undefined : (check as FieldCheck<unknown>)(value);
    if (found) {
      return found;
    }
  }
  return coordinatesFault(fields);
}

function coordinatesFault({ storeLatitude, storeLongitude }: StoreFields): Fault | undefined {
  if (storeLatitude == null && storeLongitude == null) {
    return undefined;
  }
  if (storeLatitude == null || storeLongitude == null) {
    return fault(
      'storeLatitude and storeLongitude go together, set both or neither',
      'storeLatitude und storeLongitude gehören zusammen, beide oder keines setzen',
    );
  }
  return pointSchema.safeParse({ lat: storeLatitude, lon: storeLongitude }).success
    ? undefined
    : fault(
        `(${storeLatitude}, ${storeLongitude}) is not a place`,
        `(${storeLatitude}, ${storeLongitude}) ist kein Ort`,
      );
}
