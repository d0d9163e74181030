import { LanguageCode } from '@vendure/core';
import { openingHoursFault, openingHoursOf } from './opening-hours-fault';

const inLanguage = (hours: unknown, language: LanguageCode) =>
  openingHoursFault(typeof hours === 'string' ? hours : JSON.stringify(hours))?.find(
    ({ languageCode }) => languageCode === language,
  )?.value;
const english = (hours: unknown) => inLanguage(hours, LanguageCode.en);
const period = (from: string, to: string) => ({ from, to });
const on = (...monday: object[]) => ({ weekdays: { monday } });

describe('openingHoursFault', () => {
  it('finds none in hours as they should be, nor in none', () => {
    expect(english('')).toBeUndefined();
    expect(english({ weekdays: {} })).toBeUndefined();
    expect(english(on(period('00:00', '24:00')))).toBeUndefined();
    expect(english(on(period('09:00', '12:00'), period('12:00', '02:00')))).toBeUndefined();
    expect(english({ weekdays: {}, exceptions: [{ date: '2028-02-29', periods: [] }] })).toBeUndefined();
  });

  it.each([
    ['what is no JSON', 'nine to five', /must be JSON/],
    ['a list', [], /storeOpeningHours: .*object/],
    ['a day that is none', { weekdays: { caturday: [] } }, /storeOpeningHours\.weekdays/],
    ['a time that is none', on(period('9', '17:00')), /weekdays\.monday\.0\.from: must be a time/],
    [
      'a minute after midnight of the next day',
      on(period('09:00', '24:01')),
      /monday\.0\.to: must be a time/,
    ],
    ['an empty period', on(period('09:00', '09:00')), /must not begin and end at the same time/],
    ['periods that overlap', on(period('12:00', '18:00'), period('09:00', '12:01')), /must not overlap/],
    ['an overlap after midnight', on(period('18:00', '02:00'), period('23:00', '23:30')), /must not overlap/],
    [
      'a date that is none',
      { weekdays: {}, exceptions: [{ date: '2026-02-30', periods: [] }] },
      /exceptions\.0\.date/,
    ],
    [
      'a date twice',
      { weekdays: {}, exceptions: Array(2).fill({ date: '2026-12-24', periods: [] }) },
      /storeOpeningHours\.exceptions: must not have a date twice/,
    ],
    ['a misspelt field', { weekdays: {}, exception: [] }, /exception/],
  ])('names the place of %s', (_name, hours, message) => {
    expect(english(hours)).toMatch(message);
  });

  it('speaks German, of its own checks and of the others', () => {
    expect(inLanguage(on(period('9', '10:00')), LanguageCode.de)).toMatch(/muss eine Uhrzeit/);
    expect(inLanguage([], LanguageCode.de)).toMatch(/Ungültige Eingabe/);
  });
});

describe('openingHoursOf', () => {
  it('reads what is right and nothing else', () => {
    const hours = on(period('09:00', '18:00'));
    expect(openingHoursOf(JSON.stringify(hours))).toEqual({ ...hours, exceptions: [] });
    expect(openingHoursOf(null)).toBeUndefined();
    expect(openingHoursOf('{')).toBeUndefined();
  });
});
