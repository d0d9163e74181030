// cspell:words unbekannt möglich Verbindung Angaben groß liegen Lieferadresse entfernt
import { setupI18n } from '@lingui/core';
import { readTranslations } from './testing/translations';
import { translateProblem } from './translate-problem';

const i18n = setupI18n({
  locale: 'de',
  messages: { de: Object.fromEntries(readTranslations('de')) },
});

describe('translateProblem', () => {
  it.each([
    [
      { code: 'DRIVER_UNAVAILABLE', details: { driverName: 'Ada', reason: 'no_location' } },
      'Ada ist nicht verfügbar: Standort unbekannt',
    ],
    [
      { code: 'ILLEGAL_TRANSITION', details: { state: 'FAILED' } },
      'Im Status „Fehlgeschlagen“ nicht möglich',
    ],
    [
      { code: 'ENGINE_UNAVAILABLE', details: { cause: { code: 'UNREACHABLE', message: 'No connection' } } },
      'Die Engine ist nicht erreichbar: Keine Verbindung',
    ],
    [
      { code: 'INVALID_MESSAGE', details: { issues: [{ path: 'name', code: 'too_big' }] } },
      'Ungültige Angaben: name (zu groß oder zu lang)',
    ],
    [
      { code: 'COORDINATES_TOO_FAR', details: { kilometres: 501.7 } },
      'Die Koordinaten liegen 501,7 km von der Lieferadresse entfernt',
    ],
  ])('translates code and details: %j', (problem, text) => {
    expect(translateProblem(i18n, { ...problem, message: 'English' })).toBe(text);
  });

  it.each([[{}], [{ code: 'FORBIDDEN' }], [{ code: 'toString' }], [{ code: 'NOT_FOUND', details: {} }]])(
    'returns the message for %j',
    (problem) => {
      expect(translateProblem(i18n, { ...problem, message: 'English' })).toBe('English');
    },
  );
});
