import { Logger } from '@vendure/core';
import { gql } from 'graphql-tag';
import type { PlainShop } from '../plain-shop';
import type { ScriptedEngine } from '../scripted-engine';
import { rowId, type SweptShop } from './swept-shop';

const CREATE_CHANNEL = gql`
  mutation CreateChannel($input: CreateChannelInput!) {
    createChannel(input: $input) {
      ... on Channel {
        id
      }
    }
  }
`;

/** Paid orders without a delivery, and cancelled ones whose delivery goes on. */
export function unsubmittedOrders(swept: () => SweptShop): void {
  describe('for a paid order without a delivery', () => {
    let shop: PlainShop;
    let engine: ScriptedEngine;
    let sweep: SweptShop['sweep'];
    let show: SweptShop['show'];
    let untilState: SweptShop['untilState'];
    let buy: SweptShop['buy'];
    let deliveriesOf: SweptShop['deliveriesOf'];
    let asked: string[];
    let askedIn: string[];
    beforeAll(() => {
      ({ shop, engine, sweep, show, untilState, buy, deliveriesOf, asked, askedIn } = swept());
    });

    /** As if the trigger had not been there. */
    async function missed(): Promise<string> {
      const { id } = await buy();
      await untilState(id, 'PENDING');
      await shop.query('DELETE FROM driver_delivery WHERE "orderId" = $1', [rowId(id)]);
      engine.asked.length = 0;
      asked.length = 0;
      return id;
    }
    const set = (id: string, assignment: string) =>
      shop.query(`UPDATE "order" SET ${assignment} WHERE id = $1`, [rowId(id)]);

    it('creates it, once, however many sweep', async () => {
      const id = await missed();
      const error = jest.spyOn(Logger, 'error').mockImplementation();
      await Promise.all(Array.from({ length: 4 }, sweep));
      await untilState(id, 'PENDING');
      expect(await deliveriesOf(id)).toHaveLength(1);
      expect(engine.asked).toHaveLength(1);
      expect(error).not.toHaveBeenCalled();
      expect(await sweep()).toMatchObject({ unsubmittedOrders: { paid: 0 } });
    });

    it('asks once whether it wants a driver', async () => {
      const id = await missed();
      swept().wanted = false;
      await sweep();
      await sweep();
      expect(asked).toEqual([(await show(id)).code]);
      expect(await deliveriesOf(id)).toEqual([]);
    });

    it('does not ask again whether it wants one, as another time, or another process, might say otherwise', async () => {
      swept().wanted = false;
      const { id } = await buy();
      expect(asked).toHaveLength(1);
      swept().wanted = true;
      expect(await sweep()).toMatchObject({ unsubmittedOrders: { paid: 0 } });
      expect(asked).toHaveLength(1);
      expect(await deliveriesOf(id)).toEqual([]);
    });

    it("asks in the channel of the order's seller", async () => {
      const { createChannel } = await shop.admin.query(CREATE_CHANNEL, {
        input: {
          code: 'seller', token: 'seller', defaultLanguageCode: 'en', pricesIncludeTax: false,
          defaultCurrencyCode: 'USD', defaultTaxZoneId: 'T_1', defaultShippingZoneId: 'T_1',
        },
      });
      const channelId = rowId(createChannel.id);
      const id = await missed();
      askedIn.length = 0;
      await shop.query('INSERT INTO order_channels_channel ("orderId", "channelId") VALUES ($1, $2)', [
        rowId(id), channelId,
      ]);
      await sweep();
      expect(askedIn).toEqual([channelId]);
      expect(await deliveriesOf(id)).toMatchObject([{ channelId: Number(channelId) }]);
    });

    it("leaves one alone that was placed before the plugin's first start", async () => {
      const id = await missed();
      const setting = `settings_store_entry WHERE key = 'driverDispatch.firstStart'`;
      const [{ value }] = await shop.query(`SELECT value FROM ${setting}`);
      expect(new Date(value.at).getTime()).toBeLessThan(Date.now());
      await shop.query(`DELETE FROM ${setting}`);
      for (let sweeps = 0; sweeps < 2; sweeps += 1) {
        expect(await sweep()).toMatchObject({ unsubmittedOrders: { paid: 0 } });
      }
      expect(asked).toEqual([]);
      await shop.query(`UPDATE settings_store_entry SET value = $1 WHERE key = 'driverDispatch.firstStart'`, [
        JSON.stringify(value),
      ]);
      expect(await sweep()).toMatchObject({ unsubmittedOrders: { paid: 1 } });
      await untilState(id, 'PENDING');
    });

    it.each([
      ['was placed too long ago', `"orderPlacedAt" = "orderPlacedAt" - interval '61 minutes'`],
      ['was split into those of its sellers', `type = 'Aggregate'`],
      ['is not paid', `state = 'PaymentAuthorized'`],
    ])('leaves one alone that %s', async (_, assignment) => {
      const id = await missed();
      await set(id, assignment);
      expect(await sweep()).toMatchObject({ unsubmittedOrders: { paid: 0, cancelled: 0 } });
      expect(asked).toEqual([]);
      expect(await deliveriesOf(id)).toEqual([]);
    });

    it('and for a cancelled one that goes on, has it cancelled', async () => {
      const { id } = await buy();
      await untilState(id, 'PENDING');
      await set(id, `state = 'Cancelled'`);
      engine.onCancelled = ({ data }) => engine.tell(data, 'delivery.cancelled');
      expect(await sweep()).toMatchObject({ unsubmittedOrders: { cancelled: 1 } });
      await untilState(id, 'CANCELLED');
      expect(await sweep()).toMatchObject({ unsubmittedOrders: { cancelled: 0 } });
    });
  });
}
