import { z } from 'zod';
import { inEnglishAndGerman, type LocalizedText } from '../store-fields/in-english-and-german';
import { NO_TIME, openingHoursSchema, OVERLAP, SAME_TIMES, TWICE, type OpeningHours } from './opening-hours';

/** What the schema's own checks say, in English and German. */
const IN_WORDS: Record<string, [en: string, de: string]> = {
  [NO_TIME]: ['must be a time such as 09:30', 'muss eine Uhrzeit wie 09:30 sein'],
  [SAME_TIMES]: [
    'must not begin and end at the same time; 00:00 to 24:00 is a whole day',
    'darf nicht zur selben Zeit beginnen und enden; 00:00 bis 24:00 ist ein ganzer Tag',
  ],
  [OVERLAP]: ['must not overlap', 'dürfen sich nicht überschneiden'],
  [TWICE]: ['must not have a date twice', 'dürfen kein Datum zweimal haben'],
};

const FIELD = 'storeOpeningHours';
const GERMAN = z.locales.de().localeError;

/** The opening hours of a custom field's text; undefined when it has none or they are wrong. */
export function openingHoursOf(text: string | null | undefined): OpeningHours | undefined {
  const json = text?.trim() ? jsonOf(text) : undefined;
  return openingHoursSchema.safeParse(json).data;
}

/** What is wrong with a custom field's text, or undefined; an empty text means always open. */
export function openingHoursFault(text: string): LocalizedText[] | undefined {
  if (!text.trim()) {
    return undefined;
  }
  const json = jsonOf(text);
  if (json === undefined) {
    return inEnglishAndGerman(`${FIELD} must be JSON`, `${FIELD} muss JSON sein`);
  }
  const [english] = openingHoursSchema.safeParse(json).error?.issues ?? [];
  const [german] = openingHoursSchema.safeParse(json, { error: GERMAN }).error?.issues ?? [];
  if (!english || !german) {
    return undefined;
  }
  const [en, de] = IN_WORDS[english.message] ?? [english.message, german.message];
  const where = [FIELD, ...english.path].join('.');
  return inEnglishAndGerman(`${where}: ${en}`, `${where}: ${de}`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
