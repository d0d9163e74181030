import type { SimpleGraphQLClient } from '@vendure/testing';
import gql from 'graphql-tag';
import type { Shop } from './shop';
import { UPDATE_STOCK_LOCATION } from './store-queries';

const STORES_OPEN = gql`
  query ($input: StoresNearInput!) {
    storesNear(input: $input) {
      items {
        name
        timeZone
        openNow
        opensAt
        closesAt
        pausedUntil
        openingHours {
          weekdays {
            weekday
            periods {
              from
              to
            }
          }
          exceptions {
            date
            periods {
              from
              to
            }
          }
        }
      }
    }
  }
`;

const CLOSED = JSON.stringify({ weekdays: {}, exceptions: [{ date: '2026-12-24', periods: [] }] });

export function openingHoursSuite(shop: () => Shop): void {
  describe('opening hours of a store', () => {
    let admin: SimpleGraphQLClient;
    let annaMitteId: string;
    beforeAll(() => {
      ({ admin, annaMitteId } = shop());
    });

    const update = (customFields: object) =>
      admin.query(UPDATE_STOCK_LOCATION, { input: { id: annaMitteId, customFields } });
    const mitte = async () => {
      const input = { point: { lat: 52.52, lon: 13.405 }, radiusMetres: 10 };
      return (await shop().shopper.query(STORES_OPEN, { input })).storesNear.items[0];
    };
    afterEach(() => update({ storeOpeningHours: null, storeTimeZone: null, storePausedUntil: null }));

    it('are always open if unset', async () => {
      expect(await mitte()).toMatchObject({
        openNow: true,
        openingHours: null,
        timeZone: 'UTC',
        opensAt: null,
      });
    });

    it('close the store', async () => {
      await update({ storeOpeningHours: CLOSED, storeTimeZone: 'Europe/Berlin' });
      const store = await mitte();
      expect(store).toMatchObject({ openNow: false, timeZone: 'Europe/Berlin', opensAt: null });
      expect(store.openingHours.weekdays[0]).toEqual({ weekday: 'MONDAY', periods: [] });
      expect(store.openingHours.exceptions).toEqual([{ date: '2026-12-24', periods: [] }]);
    });

    it('are overridden by a pause', async () => {
      const pausedUntil = new Date(Date.now() + 3_600_000).toISOString();
      await update({ storePausedUntil: pausedUntil });
      expect(await mitte()).toMatchObject({ openNow: false, opensAt: pausedUntil, pausedUntil });
    });

    it.each([
      ['invalid JSON', { storeOpeningHours: 'nine to five' }, /must be JSON/],
      ['another shape', { storeOpeningHours: '{"weekdays":{"monday":"all day"}}' }, /Monday: Invalid input/],
      ['an unknown time zone', { storeTimeZone: 'Berlin' }, /IANA time zone/],
    ])('are rejected for %s', async (_name, customFields, message) => {
      await expect(update(customFields)).rejects.toThrow(message);
      expect(await mitte()).toMatchObject({ openNow: true });
    });
  });
}
