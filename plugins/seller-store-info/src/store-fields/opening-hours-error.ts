import { z } from 'zod';
import {
  DUPLICATE_DATE,
  INVALID_TIME,
  openingHoursSchema,
  OVERLAP,
  SAME_TIMES,
  type OpeningHours,
} from '../opening-hours/opening-hours';
import { inEnglishAndGerman, type LocalizedText } from './in-english-and-german';

/** Texts for the error keys of the schema, in English and German. */
const TRANSLATIONS: Record<string, [en: string, de: string]> = {
  [INVALID_TIME]: ['must be a time such as 09:30', 'muss eine Uhrzeit wie 09:30 sein'],
  [SAME_TIMES]: [
    'must not start and end at the same time; use 00:00 to 24:00 for a whole day',
    'darf nicht zur selben Zeit beginnen und enden; für einen ganzen Tag 00:00 bis 24:00 angeben',
  ],
  [OVERLAP]: ['must not overlap', 'dürfen sich nicht überschneiden'],
  [DUPLICATE_DATE]: ['must not contain a date twice', 'dürfen kein Datum doppelt enthalten'],
};

const FIELD = 'storeOpeningHours';
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
    return inEnglishAndGerman(`${FIELD} must be JSON`, `${FIELD} muss JSON sein`);
  }
  const [english] = openingHoursSchema.safeParse(json).error?.issues ?? [];
  const [german] = openingHoursSchema.safeParse(json, { error: GERMAN }).error?.issues ?? [];
  if (!english || !german) {
    return undefined;
  }
  const [en, de] = TRANSLATIONS[english.message] ?? [english.message, german.message];
  const path = [FIELD, ...english.path].join('.');
  return inEnglishAndGerman(`${path}: ${en}`, `${path}: ${de}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
