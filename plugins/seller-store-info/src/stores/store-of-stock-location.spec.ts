import { storeOfStockLocation } from './store-of-stock-location';

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
    };
    expect(storeOfStockLocation({ id: 7, name: 'Alex', customFields }, 15)).toEqual({
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
    });
  });

  it('takes the default preparation time and leaves out what is unset or blank', () => {
    const customFields = { storeLatitude: null, storeStreet: ' ', storePhone: '', preparationMinutes: null };
    const store = storeOfStockLocation({ id: 7, name: 'Alex', customFields }, 25);
    expect(store).toEqual({ id: 7, name: 'Alex', address: {}, preparationMinutes: 25 });
  });

  it.each([
    [52.52, null],
    [0, 0],
    [91, 13],
  ])('has no point at (%p, %p)', (storeLatitude, storeLongitude) => {
    const customFields = { storeLatitude, storeLongitude };
    expect(storeOfStockLocation({ id: 7, name: 'Alex', customFields }, 15).point).toBeUndefined();
  });
});
