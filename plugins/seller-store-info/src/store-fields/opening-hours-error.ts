import { z } from 'zod';
import {
  DUPLICATE_DATE,
  INVALID_DATE,
  INVALID_TIME,
  openingHoursSchema,
  OVERLAP,
  SAME_TIMES,
  type OpeningHours,
  type Weekday,
  WEEKDAYS,
} from '../opening-hours/opening-hours';
import { FIELD_LABELS } from './store-field-labels';
import { inEnglishAndGerman, type LocalizedText } from './in-english-and-german';

type Translations = readonly [en: string, de: string];

/** Texts for the error keys of the schema, in English and German. The subject precedes them. */
const TRANSLATIONS: Record<string, Translations> = {
  [INVALID_TIME]: ['needs a time such as 09:30', 'braucht eine Uhrzeit wie 09:30'],
  [SAME_TIMES]: [
    'must not start and end at the same time; use 00:00 to 24:00 for a whole day',
    'darf nicht zur selben Zeit beginnen und enden; für einen ganzen Tag 00:00 bis 24:00 angeben',
  ],
  [OVERLAP]: ['has hours that overlap', 'hat Zeiten, die sich überschneiden'],
  [INVALID_DATE]: ['needs a date', 'braucht ein Datum'],
  [DUPLICATE_DATE]: [
    'must not contain an exception twice for one date',
    'dürfen für ein Datum nur eine Ausnahme enthalten',
  ],
};

const WEEKDAY_NAMES: Record<Weekday, Translations> = {
  monday: ['Monday', 'Montag'],
  tuesday: ['Tuesday', 'Dienstag'],
  wednesday: ['Wednesday', 'Mittwoch'],
  thursday: ['Thursday', 'Donnerstag'],
  friday: ['Friday', 'Freitag'],
  saturday: ['Saturday', 'Samstag'],
  sunday: ['Sunday', 'Sonntag'],
};

const GERMAN = z.locales.de().localeError;

/** Parses the text of the custom field. Returns undefined if it is empty or invalid. */
export function parseOpeningHours(text: string | null | undefined): OpeningHours | undefined {
  const json = text?.trim() ? parseJson(text) : undefined;
  return openingHoursSchema.safeParse(json).data;
}

/** Returns the first error of the custom field's text, or undefined. An empty text means always open. */
export function openingHoursError(text: string): LocalizedText[] | undefined {
  if (!text.trim()) {
    return undefined;
  }
  const json = parseJson(text);
  if (json === undefined) {
    return inEnglishAndGerman('Opening hours must be JSON', 'Öffnungszeiten müssen JSON sein');
  }
  const [english] = openingHoursSchema.safeParse(json).error?.issues ?? [];
  const [german] = openingHoursSchema.safeParse(json, { error: GERMAN }).error?.issues ?? [];
  if (!english || !german) {
    return undefined;
  }
  const [enSubject, deSubject] = subjectOf(english.path);
  const translated = TRANSLATIONS[english.message];
  return translated
    ? inEnglishAndGerman(`${enSubject} ${translated[0]}`, `${deSubject} ${translated[1]}`)
    : inEnglishAndGerman(`${enSubject}: ${english.message}`, `${deSubject}: ${german.message}`);
}

/** Names the part of the opening hours at a path, such as `Monday, period 2` or `Exception 1`. */
function subjectOf([part, key, ...rest]: readonly PropertyKey[]): Translations {
  const period = rest.find((step) => typeof step === 'number');
  const ofPeriod = ([en, de]: Translations): Translations =>
    period === undefined ? [en, de] : [`${en}, period ${period + 1}`, `${de}, Zeitraum ${period + 1}`];
  if (part === 'weekdays' && WEEKDAYS.some((day) => day === key)) {
    return ofPeriod(WEEKDAY_NAMES[key as Weekday]);
  }
  if (part === 'exceptions' && typeof key === 'number') {
    return ofPeriod([`Exception ${key + 1}`, `Ausnahme ${key + 1}`]);
  }
  return FIELD_LABELS.storeOpeningHours;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
