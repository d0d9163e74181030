import type { SimpleGraphQLClient } from '@vendure/testing';
import gql from 'graphql-tag';
import type { Shop } from './shop';

const PAUSE = gql`
  mutation ($id: ID!, $minutes: Int!) {
    pauseSellerStore(id: $id, minutes: $minutes) {
      pausedUntil
      openNow
    }
  }
`;

const RESUME = gql`
  mutation ($id: ID!) {
    resumeSellerStore(id: $id) {
      pausedUntil
      openNow
    }
  }
`;

const STORE = gql`
  query ($id: ID!) {
    sellerStore(id: $id) {
      name
      timeZone
      pausedUntil
    }
  }
`;

export function storePauseSuite(shop: () => Shop): void {
  describe('pause of a store', () => {
    let annasAdmin: SimpleGraphQLClient;
    let annaMitteId: string;
    beforeAll(() => {
      ({ annasAdmin, annaMitteId } = shop());
    });
    afterEach(() => annasAdmin.query(RESUME, { id: annaMitteId }));

    it('lasts the given minutes, and ends with a resume', async () => {
      const before = Date.now();
      const { pauseSellerStore } = await annasAdmin.query(PAUSE, { id: annaMitteId, minutes: 30 });
      const minutes = (Date.parse(pauseSellerStore.pausedUntil) - before) / 60_000;
      expect(minutes).toBeGreaterThanOrEqual(30);
      expect(minutes).toBeLessThan(31);
      expect(pauseSellerStore.openNow).toBe(false);
      const { sellerStore } = await annasAdmin.query(STORE, { id: annaMitteId });
      expect(sellerStore).toEqual({
        name: 'Anna Mitte',
        timeZone: 'UTC',
        pausedUntil: pauseSellerStore.pausedUntil,
      });
      const { resumeSellerStore } = await annasAdmin.query(RESUME, { id: annaMitteId });
      expect(resumeSellerStore).toEqual({ pausedUntil: null, openNow: true });
    });

    it.each([0, -5, 10_081])('rejects %d minutes', async (minutes) => {
      await expect(annasAdmin.query(PAUSE, { id: annaMitteId, minutes })).rejects.toThrow(/from 1 to 10080/);
    });

    it('belongs to the channel of the store', async () => {
      const { brunosAdmin } = shop();
      await expect(brunosAdmin.query(PAUSE, { id: annaMitteId, minutes: 30 })).rejects.toThrow(
        /No StockLocation/,
      );
      expect(await brunosAdmin.query(STORE, { id: annaMitteId })).toEqual({ sellerStore: null });
      const clerk = await shop().logIn('clerk@example.com', shop().anna);
      await expect(clerk.query(PAUSE, { id: annaMitteId, minutes: 30 })).rejects.toThrow(
        /not currently authorized/,
      );
    });
  });
}
