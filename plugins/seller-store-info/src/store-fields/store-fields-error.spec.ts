import { LanguageCode } from '@vendure/core';
import type { StoreFields } from './custom-stock-location-fields';
import { FIELD_LABELS } from './store-field-labels';
import { storeFieldsError } from './store-fields-error';

const english = (fields: StoreFields) =>
  storeFieldsError(fields)?.find(({ languageCode }) => languageCode === LanguageCode.en)?.value;

const complete: StoreFields = {
  storeLatitude: 52.52,
  storeLongitude: 13.405,
  storeStreet: 'Alexanderplatz 1',
  storeCity: 'Berlin',
  storePostalCode: '10178',
  storeProvince: 'Berlin',
  storeCountryCode: 'DE',
  storePhone: '+49 30 1234567',
  preparationMinutes: 20,
  deliveryRadiusMetres: 4000,
  storeTimeZone: 'Europe/Berlin',
  storeOpeningHours: '{"weekdays":{"monday":[{"from":"09:00","to":"18:00"}]}}',
  storePausedUntil: '2026-05-04T12:00:00Z',
};

describe('storeFieldsError', () => {
  it('returns undefined for complete, empty and boundary values', () => {
    expect(english(complete)).toBeUndefined();
    expect(english({})).toBeUndefined();
    expect(
      english({ storeLatitude: null, storeLongitude: null, storeCountryCode: '', storeTimeZone: '' }),
    ).toBeUndefined();
    expect(english({ storeLatitude: -90, storeLongitude: 180, preparationMinutes: 0 })).toBeUndefined();
    expect(english({ preparationMinutes: 1440, deliveryRadiusMetres: 100_000 })).toBeUndefined();
    expect(english({ storeLatitude: 0, storeLongitude: 9.45 })).toBeUndefined();
  });

  it.each<[keyof StoreFields, unknown]>([
    ['storeLatitude', 90.1],
    ['storeLatitude', Number.NaN],
    ['storeLongitude', -180.1],
    ['storeStreet', 'x'.repeat(301)],
    ['storePhone', 'call me'],
    ['storePhone', `030 ${'-'.repeat(40)} 5550101`],
    ['storeCountryCode', 'de'],
    ['preparationMinutes', -1],
    ['preparationMinutes', 1441],
    ['preparationMinutes', 1.5],
    ['deliveryRadiusMetres', 0],
    ['deliveryRadiusMetres', 100_001],
    ['storeTimeZone', 'Europe/Atlantis'],
    ['storeOpeningHours', '[]'],
    ['storePausedUntil', 'soon'],
  ])('reports %s if it is %p', (name, value) => {
    expect(english({ ...complete, [name]: value })).toContain(FIELD_LABELS[name][0]);
  });

  it('rejects a single coordinate', () => {
    expect(english({ storeLatitude: 52.52 })).toMatch(/must be set together/);
    expect(english({ storeLatitude: null, storeLongitude: 13.4 })).toMatch(/must be set together/);
  });

  it('rejects (0, 0)', () => {
    expect(english({ storeLatitude: 0, storeLongitude: 0 })).toBe('(0, 0) is not a place');
  });

  it('has a German text', () => {
    expect(storeFieldsError({ storeLatitude: 1 })).toContainEqual({
      languageCode: LanguageCode.de,
      value: expect.stringContaining('müssen zusammen gesetzt sein'),
    });
  });
});
