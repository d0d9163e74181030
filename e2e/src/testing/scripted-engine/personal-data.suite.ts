import { existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RetentionService } from '@driver-dispatch/driver-integration-plugin';
import { CustomerService, ConfigService, RequestContextService } from '@vendure/core';
import { newSubmissionKey } from '@driver-dispatch/contract';
import { REDISPATCH } from '../documents';
import { rowId, type ScriptedShop } from './scripted-shop';

/** Erasing after the retention time, and after the deletion of a customer. */
export function personalData(world: () => ScriptedShop): void {
  describe('personal data', () => {
    let { engine, shop, query, show, untilState, buy, deliveriesOf } = {} as ScriptedShop;
    beforeAll(() => {
      ({ engine, shop, query, show, untilState, buy, deliveriesOf } = world());
    });

    const retain = () => shop.server.app.get(RetentionService).erase();
    const rows = async (table: string, deliveryId: string) =>
      query(`SELECT * FROM ${table} WHERE "deliveryId" = $1`, [deliveryId]);

    /** Buys an order that was delivered some days ago by Ada, with a photo and an entry in the history. */
    async function delivered(days: number) {
      const { id, code } = await buy();
      await untilState(id, 'PENDING');
      const [{ id: deliveryId, submission }] = await deliveriesOf(id);
      await engine.sendEvent(JSON.parse(submission), 'delivery.assigned');
      await shop.untilOrder(id, ({ history }) => history.items.some(({ data }: any) => data.driverName));
      const file = join(tmpdir(), `${newSubmissionKey()}.jpg`);
      writeFileSync(file, 'photo');
      jest
        .spyOn(shop.server.app.get(ConfigService).assetOptions.assetStorageStrategy, 'deleteFile')
        .mockImplementation(async (name) => (await import('node:fs/promises')).unlink(name));
      await query(
        `INSERT INTO driver_delivery_proof_image ("deliveryId", "requestHash", file, url, recorded)
         VALUES ($1, $2, $2, $2, true)`,
        [deliveryId, file],
      );
      await query(
        `UPDATE driver_delivery SET state = 'DELIVERED', "deliveredAt" = now(), "reconciledAt" = now(),
           "driverPhone" = '+49 30', "endedBy" = 'grace', "endReason" = 'Sam called', "deliveryPin" = '1234',
           "pinSecret" = $2, "syncedState" = 'DELIVERED', "updatedAt" = localtimestamp - make_interval(days => $3)
         WHERE id = $1`,
        [deliveryId, newSubmissionKey(), days],
      );
      return { id, code, deliveryId, file };
    }

    it('is erased from all rows and files after the retention time, and not before', async () => {
      const old = await delivered(181);
      const recent = await delivered(179);
      const [{ updatedAt }] = await deliveriesOf(old.id);
      expect(await retain()).toEqual({ erased: 1 });
      const [row] = await deliveriesOf(old.id);
      expect(row).toMatchObject({ state: 'DELIVERED', orderCode: old.code, driverId: 'ada', endedBy: '' });
      expect(row).toMatchObject({ erasedAt: expect.any(Date), deliveredAt: expect.any(Date) });
      expect(row.updatedAt).toEqual(updatedAt);
      expect(row.submissionKey).not.toBeNull();
      expect(row.storeName).not.toBeNull();
      const [recentRow] = await deliveriesOf(recent.id);
      const gone = Object.keys(recentRow).filter((name) => recentRow[name] !== null && row[name] === null);
      expect(gone.sort()).toEqual([
        'customerName',
        'deliveryPin',
        'driverName',
        'driverPhone',
        'dropoffStreet',
        'endReason',
        'pinSecret',
        'submission',
        'trackingCode',
      ]);
      const texts = [row, ...(await rows('driver_delivery_timeline_entry', old.deliveryId))];
      const history = (await show(old.id)).history.items.map(({ data }: any) => data);
      expect(JSON.stringify([texts, history])).not.toMatch(/Ada|Sam|grace/);
      expect(history).toContainEqual(expect.objectContaining({ event: 'delivery.assigned' }));
      expect(JSON.stringify((await show(recent.id)).history.items)).toMatch(/Ada/);
      expect(await rows('driver_delivery_proof_image', old.deliveryId)).toEqual([]);
      expect([existsSync(old.file), existsSync(recent.file)]).toEqual([false, true]);
      expect((await show(old.id)).delivery).toMatchObject({ state: 'DELIVERED', driverName: null });
      expect(await retain()).toEqual({ erased: 0 });
    });

    it('is not erased while the delivery is open', async () => {
      const { id } = await delivered(181);
      await query(`UPDATE driver_delivery SET state = 'PICKED_UP' WHERE "orderId" = $1`, [rowId(id)]);
      await query(
        `UPDATE driver_delivery SET "updatedAt" = localtimestamp - interval '1 year' WHERE "orderId" = $1`,
        [rowId(id)],
      );
      expect(await retain()).toEqual({ erased: 0 });
      await query(`UPDATE driver_delivery SET state = 'CANCELLED' WHERE "orderId" = $1`, [rowId(id)]);
    });

    it('of a redelivery keeps the history of the order', async () => {
      const { id, deliveryId } = await delivered(181);
      await query(
        `INSERT INTO driver_delivery ("orderId", "redeliveryNumber", "submissionKey", "orderCode", "channelId", state)
         SELECT "orderId", 2, $2, "orderCode", "channelId", 'FAILED' FROM driver_delivery WHERE id = $1`,
        [deliveryId, newSubmissionKey()],
      );
      expect(await retain()).toMatchObject({ erased: expect.any(Number) });
      expect(JSON.stringify((await show(id)).history.items)).toMatch(/Ada/);
      await query(
        `UPDATE driver_delivery SET "updatedAt" = localtimestamp - interval '1 year' WHERE "orderId" = $1`,
        [rowId(id)],
      );
      await retain();
      expect(JSON.stringify((await show(id)).history.items)).not.toMatch(/Ada/);
    });

    it('of a deleted customer is erased in the engine, then in the shop', async () => {
      const { id } = await delivered(0);
      const other = await delivered(0);
      const [{ updatedAt }] = await deliveriesOf(id);
      const set = (changes: string) =>
        query(`UPDATE driver_delivery SET ${changes} WHERE "orderId" = $1`, [rowId(id)]);
      const [{ customerId }] = await query('SELECT "customerId" FROM "order" WHERE id = $1', [rowId(id)]);
      const ctx = await shop.server.app.get(RequestContextService).create({ apiType: 'admin' });
      await shop.server.app.get(CustomerService).softDelete(ctx, customerId);
      const [{ submissionKey, ...row }] = await deliveriesOf(id);
      expect(row.updatedAt).toEqual(updatedAt);
      // Not before its end was compared with the engine, for up to a day.
      await set('"reconciledAt" = NULL');
      expect(await retain()).toEqual({ erased: 0 });
      expect(engine.erased).toEqual([]);
      await set('"reconciledAt" = localtimestamp');
      engine.pending.add(submissionKey);
      expect(await retain()).toEqual({ erased: 0 });
      expect(engine.erased.at(-1)?.data.submissionKeys).toEqual([submissionKey]);
      engine.pending.clear();
      expect(await retain()).toEqual({ erased: 1 });
      expect(await deliveriesOf(id)).toMatchObject([{ erasedAt: expect.any(Date), customerName: null }]);
      expect(await deliveriesOf(other.id)).toMatchObject([{ erasedAt: null }]);
    });

    it('of a deleted customer is erased with a later redelivery', async () => {
      const { id, deliveryId } = await delivered(0);
      await query(
        `UPDATE driver_delivery SET state = 'FAILED', "endedBy" = NULL, "eraseRequestedAt" = localtimestamp WHERE id = $1`,
        [deliveryId],
      );
      await shop.admin.query(REDISPATCH, { id: `T_${deliveryId}` });
      await untilState(id, 'PENDING');
      const [, redelivery] = await query(
        'SELECT "eraseRequestedAt" FROM driver_delivery WHERE "orderId" = $1 ORDER BY "redeliveryNumber"',
        [rowId(id)],
      );
      expect(redelivery.eraseRequestedAt).not.toBeNull();
    });
  });
}
