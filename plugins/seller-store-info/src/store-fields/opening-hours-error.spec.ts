import { LanguageCode } from '@vendure/core';
import { openingHoursError, parseOpeningHours } from './opening-hours-error';

const inLanguage = (hours: unknown, language: LanguageCode) =>
  openingHoursError(typeof hours === 'string' ? hours : JSON.stringify(hours))?.find(
    ({ languageCode }) => languageCode === language,
  )?.value;
const english = (hours: unknown) => inLanguage(hours, LanguageCode.en);
const period = (from: string, to: string) => ({ from, to });
const on = (...monday: object[]) => ({ weekdays: { monday } });

describe('openingHoursError', () => {
  it('returns undefined for valid and for missing hours', () => {
    expect(english('')).toBeUndefined();
    expect(english({ weekdays: {} })).toBeUndefined();
    expect(english(on(period('00:00', '24:00')))).toBeUndefined();
    expect(english(on(period('09:00', '12:00'), period('12:00', '02:00')))).toBeUndefined();
    expect(english({ weekdays: {}, exceptions: [{ date: '2028-02-29', periods: [] }] })).toBeUndefined();
  });

  it.each([
    ['invalid JSON', 'nine to five', /must be JSON/],
    ['a list', [], /^Opening hours: .*object/],
    ['an unknown weekday', { weekdays: { caturday: [] } }, /^Opening hours: /],
    ['an invalid time', on(period('9', '17:00')), /^Monday, period 1 needs a time/],
    ['a time after 24:00', on(period('09:00', '24:01')), /^Monday, period 1 needs a time/],
    [
      'an empty period',
      on(period('09:00', '09:00')),
      /^Monday, period 1 must not start and end at the same time/,
    ],
    [
      'periods that overlap',
      on(period('12:00', '18:00'), period('09:00', '12:01')),
      /^Monday has hours that overlap/,
    ],
    [
      'an overlap after midnight',
      on(period('18:00', '02:00'), period('23:00', '23:30')),
      /^Monday has hours that overlap/,
    ],
    [
      'an invalid date',
      { weekdays: {}, exceptions: [{ date: '2026-02-30', periods: [] }] },
      /^Exception 1 needs a date$/,
    ],
    [
      'a period of an exception without times',
      {
        weekdays: {},
        exceptions: [
          { date: '2026-12-24', periods: [] },
          { date: '2026-12-25', periods: [period('', '')] },
        ],
      },
      /^Exception 2, period 1 needs a time/,
    ],
    [
      'a duplicate date',
      { weekdays: {}, exceptions: Array(2).fill({ date: '2026-12-24', periods: [] }) },
      /^Opening hours must not contain an exception twice/,
    ],
    ['a misspelt field', { weekdays: {}, exception: [] }, /exception/],
  ])('reports %s', (_name, hours, message) => {
    expect(english(hours)).toMatch(message);
  });

  it('translates its own errors and those of zod to German', () => {
    expect(inLanguage(on(period('9', '10:00')), LanguageCode.de)).toMatch(
      /^Montag, Zeitraum 1 braucht eine Uhrzeit/,
    );
    expect(inLanguage([], LanguageCode.de)).toMatch(/^Öffnungszeiten: Ungültige Eingabe/);
  });
});

describe('parseOpeningHours', () => {
  it('parses valid hours only', () => {
    const hours = on(period('09:00', '18:00'));
    expect(parseOpeningHours(JSON.stringify(hours))).toEqual({ ...hours, exceptions: [] });
    expect(parseOpeningHours(null)).toBeUndefined();
    expect(parseOpeningHours('{')).toBeUndefined();
  });
});
