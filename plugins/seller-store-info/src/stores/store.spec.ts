import { openingStatusAt } from '../opening-hours/opening-status';
import type { StoreFields } from '../store-fields/custom-stock-location-fields';
import { STORE_CUSTOM_FIELDS } from '../store-fields/store-custom-fields';
import { storeFieldsError } from '../store-fields/store-fields-error';
import { storeOfStockLocation } from './store';

const defaults = { defaultPreparationMinutes: 25, defaultTimeZone: 'UTC' };

describe('storeOfStockLocation', () => {
  it('reads every field', () => {
    const customFields = {
      storeLatitude: 52.52,
      storeLongitude: 13.405,
      storeStreet: ' Alexanderplatz 1 ',
      storeCity: 'Berlin',
      storePostalCode: '10178',
      storeProvince: 'Berlin',
      storeCountryCode: 'DE',
      storePhone: '+49 30 1',
      preparationMinutes: 0,
      deliveryRadiusMetres: 4000,
      storeTimeZone: 'Europe/Berlin',
      storeOpeningHours: '{"weekdays":{}}',
      storePausedUntil: '2026-05-04T12:00:00Z',
    };
    expect(storeOfStockLocation({ id: 7, name: 'Alex', customFields }, defaults)).toEqual({
      id: 7,
      name: 'Alex',
      point: { lat: 52.52, lon: 13.405 },
      address: {
        street: 'Alexanderplatz 1',
        city: 'Berlin',
        postalCode: '10178',
        province: 'Berlin',
        countryCode: 'DE',
      },
      phone: '+49 30 1',
      preparationMinutes: 0,
      deliveryRadiusMetres: 4000,
      timeZone: 'Europe/Berlin',
      openingHours: { weekdays: {}, exceptions: [] },
      pausedUntil: new Date('2026-05-04T12:00:00Z'),
    });
  });

  it('applies defaults and omits unset or blank fields', () => {
    const customFields = { storeLatitude: null, storeStreet: ' ', storePhone: '', preparationMinutes: null };
    const store = storeOfStockLocation({ id: 7, name: 'Alex', customFields }, defaults);
    expect(store).toEqual({ id: 7, name: 'Alex', address: {}, preparationMinutes: 25, timeZone: 'UTC' });
  });

  it.each([
    [52.52, null],
    [0, 0],
    [91, 13],
  ])('has no point at (%p, %p)', (storeLatitude, storeLongitude) => {
    const customFields = { storeLatitude, storeLongitude };
    expect(storeOfStockLocation({ id: 7, name: 'Alex', customFields }, defaults).point).toBeUndefined();
  });

  it('returns a valid, always open store for a row from before the plugin', () => {
    const customFields: StoreFields = Object.fromEntries(
      STORE_CUSTOM_FIELDS.map(({ name, defaultValue }) => [name, defaultValue ?? null]),
    );
    expect(storeFieldsError(customFields)).toBeUndefined();
    const store = storeOfStockLocation({ id: 1, name: 'Default Stock Location', customFields }, defaults);
    expect(store).toEqual({
      id: 1,
      name: 'Default Stock Location',
      address: {},
      preparationMinutes: 25,
      timeZone: 'UTC',
    });
    expect(openingStatusAt(store, new Date())).toMatchObject({ open: true });
  });
});
