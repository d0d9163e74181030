import { GraphqlClient, type PlacedOrder } from '@driver-dispatch/dev-server';
import { generateSigningKey, SignedHttpClient } from '@driver-dispatch/contract';
import {
  DriverDeliveryStepEvent,
  NumericHandoverCodeStrategy,
} from '@driver-dispatch/driver-integration-plugin';
import { EventBus, TransactionalConnection } from '@vendure/core';
import { gql } from 'graphql-tag';
import { administratorOf, CHANNELS, type PermissionsByChannel } from './testing/administrators';
import * as desk from './testing/desk-documents';
import { DELIVERIES, DELIVERY, RETRY, SELLER_ORDERS, SET_DROPOFF } from './testing/admin-documents';
import { eventually } from './testing/eventually';
import { MarketplaceUnderTest } from './testing/marketplace-under-test';
import { BAKERY, BOOKSHOP, errandTo, untilDeliveriesAre } from './testing/orders';

jest.setTimeout(60_000);

describe('who sees a delivery', () => {
  let marketplace: MarketplaceUnderTest;
  let order: PlacedOrder;
  const imageKey = generateSigningKey();
  let wantsCode = false;
  let ofBakery: string;
  let ofBookshop: string;

  beforeAll(async () => {
    marketplace = await MarketplaceUnderTest.start('in-process', {
      transitionOrders: true,
      reassignment: true,
      proof: {
        imageKeys: [imageKey],
        handoverCode: {
          codeFor: () => (wantsCode ? new NumericHandoverCodeStrategy().codeFor() : undefined),
        },
      },
    });
    order = await marketplace.shopper.buy(errandTo([BAKERY, BOOKSHOP]));
    const orders = await untilDeliveriesAre(marketplace, order, 'PENDING');
    const deliveryIn = (channel: string) =>
      orders.find(({ channels }) => channels.some(({ code }: { code: string }) => code === channel)).delivery
        .id;
    ofBakery = deliveryIn('backstube');
    ofBookshop = deliveryIn('buchladen');
  }, 90_000);

  afterAll(async () => {
    await marketplace?.stop();
  }, 30_000);

  const as = <T>(channel: string, permissions: string[], work: () => Promise<T>) =>
    asOneOf({ [channel]: permissions }, work);

  /** Works as an administrator, in the first of the channels, then goes back to being the superadministrator. */
  async function asOneOf<T>(roles: PermissionsByChannel, work: () => Promise<T>): Promise<T> {
    const { admin } = marketplace;
    const { emailAddress, password, channelToken } = await administratorOf(marketplace, roles);
    await admin.asUserWithCredentials(emailAddress, password);
    admin.setChannelToken(channelToken);
    try {
      return await work();
    } finally {
      admin.setChannelToken('');
      await admin.asSuperAdmin();
    }
  }

  const READ = ['ReadOrder', 'ReadDriverDelivery'];

  it('the marketplace sees the deliveries of all sellers', async () => {
    const { driverDeliveries } = await marketplace.admin.query(DELIVERIES);
    expect(driverDeliveries.items.map(({ id }: { id: string }) => id).sort()).toEqual(
      [ofBakery, ofBookshop].sort(),
    );
    const filtered = await marketplace.admin.query(DELIVERIES, {
      options: { filter: { state: { eq: 'ASSIGNED' } } },
    });
    expect(filtered.driverDeliveries.totalItems).toBe(0);
  });

  it.each([
    ['backstube', () => [ofBakery, ofBookshop]],
    ['buchladen', () => [ofBookshop, ofBakery]],
  ] as const)("an administrator of %s sees that seller's and no other's", async (channel, ids) => {
    const [own, foreign] = ids();
    await as(channel, READ, async () => {
      const { driverDeliveries } = await marketplace.admin.query(DELIVERIES);
      expect(driverDeliveries.items.map(({ id }: { id: string }) => id)).toEqual([own]);
      expect((await marketplace.admin.query(DELIVERY, { id: own })).driverDelivery.id).toBe(own);
      expect((await marketplace.admin.query(DELIVERY, { id: foreign })).driverDelivery).toBeNull();
    });
  });

  it("an administrator of a seller gets that seller's deliveries going, and no other's", async () => {
    await as('backstube', [...READ, 'UpdateDriverDelivery'], async () => {
      const { retryDriverDelivery } = await marketplace.admin.query(RETRY, { id: ofBakery });
      expect(retryDriverDelivery.id).toBe(ofBakery);
      await expect(marketplace.admin.query(RETRY, { id: ofBookshop })).rejects.toThrow(/No DriverDelivery/);
      await expect(
        marketplace.admin.query(SET_DROPOFF, { id: ofBookshop, point: { lat: 1, lon: 1 } }),
      ).rejects.toThrow(/No DriverDelivery/);
    });
  });

  it('an administrator without the permission sees and changes nothing', async () => {
    await as('backstube', ['ReadOrder'], async () => {
      await expect(marketplace.admin.query(DELIVERIES)).rejects.toThrow(/authorized/);
      await expect(marketplace.admin.query(DELIVERY, { id: ofBakery })).rejects.toThrow(/authorized/);
      await expect(marketplace.admin.query(RETRY, { id: ofBakery })).rejects.toThrow(/authorized/);
    });
    await as('backstube', READ, async () => {
      await expect(marketplace.admin.query(RETRY, { id: ofBakery })).rejects.toThrow(/authorized/);
    });
  });

  describe('with an order', () => {
    const ordinary = '__default_channel__';

    /** What the split order shows: the deliveries below itself, and those of its seller orders. */
    async function shown() {
      const { order: parent } = await marketplace.admin.query(SELLER_ORDERS, { id: order.id });
      return {
        all: parent.deliveries.map(({ id }: { id: string }) => id).sort(),
        own: parent.sellerOrders
          .map(({ delivery }: { delivery: { id: string } | null }) => delivery?.id)
          .filter(Boolean)
          .sort(),
      };
    }

    it('nobody sees its deliveries by the permission to read orders alone', async () => {
      await as(ordinary, ['ReadOrder'], async () => expect(await shown()).toEqual({ all: [], own: [] }));
    });

    it("somebody of one seller sees that seller's delivery only", async () => {
      await asOneOf({ [ordinary]: ['ReadOrder'], backstube: READ }, async () =>
        expect(await shown()).toEqual({ all: [ofBakery], own: [ofBakery] }),
      );
    });

    it('somebody who reads the deliveries of the marketplace sees them all', async () => {
      const both = [ofBakery, ofBookshop].sort();
      await as(ordinary, READ, async () => expect(await shown()).toEqual({ all: both, own: both }));
    });

    it('nobody gets from a delivery to an order without the permission to read orders', async () => {
      await as('backstube', ['ReadDriverDelivery'], async () => {
        const { driverDelivery } = await marketplace.admin.query(DELIVERY, { id: ofBakery });
        expect(driverDelivery).toEqual({ id: ofBakery, order: null });
      });
    });
  });

  describe('at the desk', () => {
    const DRIVER_RIGHTS = ['ReadDriver', 'CreateDriver', 'UpdateDriver', 'DeleteDriver'];
    const ALL = [...READ, 'UpdateDriverDelivery', ...DRIVER_RIGHTS];
    const ask = (document: Parameters<typeof marketplace.admin.query>[0], variables?: any) =>
      marketplace.admin.query(document, variables) as Promise<any>;
    const far = { lat: 10, lon: 10 };
    let backstubeId: string;

    /** Drivers of the bakery, of the bookshop, of both, and of the platform; far from all stores. */
    beforeAll(async () => {
      const { channels } = await ask(CHANNELS);
      const idOf = (wanted: string) =>
        channels.items.find(({ code }: { code: string }) => code === wanted).id;
      backstubeId = idOf('backstube');
      const served = { bakers: ['backstube'], bookers: ['buchladen'], shared: ['backstube', 'buchladen'] };
      for (const [id, codes] of Object.entries({ ...served, platform: [] })) {
        const input = { id, name: `Driver ${id}`, channelIds: codes.map(idOf) };
        await ask(desk.CREATE_DRIVER, { input });
        await marketplace.drivers.setStatus({ driverId: id, status: 'AVAILABLE', point: far });
      }
    });

    const ids = (deliveries: { id: string }[]) => deliveries.map(({ id }) => id);
    const names = (drivers: { driverId: string }[]) => drivers.map(({ driverId }) => driverId).sort();

    it('the marketplace sees all drivers, a seller those who serve the own channel by name', async () => {
      expect(names((await ask(desk.DRIVERS)).drivers.items)).toEqual(
        ['bakers', 'bookers', 'platform', 'shared'].sort(),
      );
      await as('backstube', ALL, async () => {
        const { drivers } = await ask(desk.DRIVERS, {
          // A condition that holds for everybody must not let anybody in.
          options: {
            filterOperator: 'OR',
            filter: { name: { contains: 'Driver' }, active: { eq: true } },
          },
        });
        expect(drivers.totalItems).toBe(2);
        expect(drivers.items).toMatchObject([
          { driverId: 'bakers', manageable: true, channels: [{ code: 'backstube' }] },
          { driverId: 'shared', manageable: false, channels: [{ code: 'backstube' }] },
        ]);
        for (const id of ['bookers', 'platform']) {
          expect((await ask(desk.DRIVER, { id })).driver).toBeNull();
        }
        const { driverFleet } = await ask(desk.FLEET);
        expect(names(driverFleet.drivers)).toEqual(['bakers', 'shared']);
        expect(ids(driverFleet.deliveries)).toEqual([ofBakery]);
        const { places } = (await ask(desk.MAP)).dispatchMap;
        expect(places.map(({ name }: { name: string }) => name)).toEqual([BAKERY.store.name]);
      });
    });

    it('a seller makes and changes drivers of the own channel, and no others', async () => {
      await as('backstube', ALL, async () => {
        const { createDriver } = await ask(desk.CREATE_DRIVER, { input: { id: 'own', name: 'Own' } });
        expect(createDriver).toMatchObject({ manageable: true, channels: [{ code: 'backstube' }] });
        const rename = (id: string) => ask(desk.UPDATE_DRIVER, { input: { id, name: 'Renamed' } });
        expect((await rename('own')).updateDriver.name).toBe('Renamed');
        await expect(rename('shared')).rejects.toThrow(/other channels/);
        await expect(ask(desk.DEACTIVATE, { id: 'shared' })).rejects.toThrow(/other channels/);
        for (const id of ['bookers', 'platform']) {
          await expect(rename(id)).rejects.toThrow(/No Driver/);
          await expect(ask(desk.DEACTIVATE, { id })).rejects.toThrow(/No Driver/);
          await expect(ask(desk.SET_STATUS, { id, status: 'OFFLINE' })).rejects.toThrow(/No Driver/);
          // Nor by registering somebody else's driver anew.
          await expect(ask(desk.CREATE_DRIVER, { input: { id, name: 'Mine' } })).rejects.toThrow(/There is/);
        }
        const widen = (channelIds: string[]) => ask(desk.UPDATE_DRIVER, { input: { id: 'own', channelIds } });
        await expect(widen([])).rejects.toThrow(/this channel only/);
        await expect(widen(['T_1'])).rejects.toThrow(/this channel only/);
        await expect(ask(desk.CREATE_DRIVER, { input: { name: 'All', channelIds: [] } })).rejects.toThrow(
          /this channel only/,
        );
        expect((await widen([backstubeId])).updateDriver.channels).toEqual([{ code: 'backstube' }]);
        expect((await ask(desk.DEACTIVATE, { id: 'own' })).deactivateDriver.active).toBe(false);
      });
      expect((await ask(desk.DRIVER, { id: 'platform' })).driver).toMatchObject({
        ...{ name: 'Driver platform', status: 'AVAILABLE', active: true },
      });
    });

    it("a seller acts on the own deliveries, with the own drivers, and on no other's", async () => {
      await as('backstube', ALL, async () => {
        expect((await ask(desk.DETAIL, { id: ofBakery })).driverDelivery.engine.state).toBe('PENDING');
        expect((await ask(desk.DETAIL, { id: ofBookshop })).driverDelivery).toBeNull();
        for (const document of [desk.REDISPATCH, desk.CANCEL]) {
          await expect(ask(document, { id: ofBookshop })).rejects.toThrow(/No DriverDelivery/);
        }
        await expect(ask(desk.ASSIGN, { id: ofBookshop, driverId: 'bakers' })).rejects.toThrow(
          /No DriverDelivery/,
        );
        await expect(ask(desk.ASSIGN, { id: ofBakery, driverId: 'platform' })).rejects.toThrow(/No Driver/);
        const give = (id: string, driverId: string) =>
          ask(desk.REASSIGN, { id, driverId, fromDriverId: 'shared' });
        await expect(give(ofBookshop, 'bakers')).rejects.toThrow(/No DriverDelivery/);
        await expect(give(ofBakery, 'platform')).rejects.toThrow(/No Driver/);
        expect((await ask(desk.REDISPATCH, { id: ofBakery })).redispatchDriverDelivery.state).toBe('PENDING');
        const { driverDispatchStatus } = await ask(desk.STATUS);
        expect(driverDispatchStatus.states).toMatchObject([{ state: 'PENDING', count: 1 }]);
      });
      // Nor does the engine give a driver to a channel that the driver does not serve.
      await expect(ask(desk.ASSIGN, { id: ofBakery, driverId: 'bookers' })).rejects.toThrow(/does not serve/);
    });

    it("the shop's endpoint and its alerts are the marketplace's", async () => {
      await as('backstube', ALL, async () => {
        await expect(ask(desk.PLATFORM)).rejects.toThrow(/not currently authorized/);
        await expect(ask(desk.RESUME)).rejects.toThrow(/not currently authorized/);
        await expect(ask(desk.REPLAY, {})).rejects.toThrow(/Only the default channel/);
      });
    });

    it('each thing wants its permission', async () => {
      const refused = (document: Parameters<typeof ask>[0], variables?: any) =>
        expect(ask(document, variables)).rejects.toThrow(/not currently authorized/);
      await as('backstube', READ, async () => {
        await refused(desk.DRIVERS);
        await refused(desk.DRIVER, { id: 'bakers' });
        await refused(desk.FLEET);
        await refused(desk.CREATE_DRIVER, { input: { name: 'X' } });
        await refused(desk.ASSIGN, { id: ofBakery, driverId: 'bakers' });
        await refused(desk.REASSIGN, { id: ofBakery, driverId: 'bakers', fromDriverId: 'shared' });
        await refused(desk.CANCEL, { id: ofBakery });
        await refused(desk.REDISPATCH, { id: ofBakery });
        await refused(desk.REPLAY, { eventId: 'x' });
      });
      await as('backstube', ['ReadDriver'], async () => {
        await refused(desk.UPDATE_DRIVER, { input: { id: 'bakers', name: 'X' } });
        await refused(desk.SET_STATUS, { id: 'bakers', status: 'OFFLINE' });
        await refused(desk.DEACTIVATE, { id: 'bakers' });
        await refused(desk.REACTIVATE, { id: 'bakers' });
        await refused(desk.STATUS);
        await refused(desk.DEAD_LETTERS);
        await refused(desk.STUCK);
        expect((await ask(desk.FLEET)).driverFleet.deliveries).toEqual([]);
      });
    });

    it("a seller has the own dead letters told again, and no other's", async () => {
      const { rawConnection } = marketplace.server.app.get(TransactionalConnection);
      const orderOf = (id: string) => `id = ${id.replace('T_', '')}`;
      // As if the shop had lost both deliveries for a while.
      await rawConnection.query(`UPDATE driver_delivery SET "sellerOrderId" = 'lost-' || "orderId"`);
      for (const id of ['bakers', 'bookers']) {
        const { point } = (id === 'bakers' ? BAKERY : BOOKSHOP).store;
        await marketplace.drivers.setStatus({ driverId: id, status: 'AVAILABLE', point });
      }
      const letters = () => ask(desk.DEAD_LETTERS).then((answer) => answer.driverDeliveryDeadLetters);
      const all = await eventually(letters, ({ totalItems }) => totalItems === 2, 20_000);
      await rawConnection.query(`UPDATE driver_delivery SET "sellerOrderId" = "orderId"`);
      await as('backstube', ALL, async () => {
        const own = await letters();
        expect(own).toMatchObject({ totalItems: 1, items: [{ delivery: { id: ofBakery } }] });
        const foreign = all.items.find(({ eventId }: any) => eventId !== own.items[0].eventId);
        await expect(ask(desk.REPLAY, { eventId: foreign.eventId })).rejects.toThrow(/No dead letter/);
        const { eventId } = own.items[0];
        expect((await ask(desk.REPLAY, { eventId })).replayDriverDeliveryDeadLetters).toBe(1);
        expect((await letters()).totalItems).toBe(0);
      });
      // Of the drivers a seller is told who was chosen, and of the others how far away they were.
      const whom = async () => {
        const { driverDelivery } = await ask(desk.DETAIL, { id: ofBakery });
        const [{ considered }] = driverDelivery.engine.assignments;
        return considered.map(({ driverId }: { driverId: string | null }) => driverId);
      };
      await as('backstube', ALL, async () => {
        const known = await whom();
        expect(known.filter(Boolean)).toEqual(['bakers']);
      });
      expect(await whom()).not.toContain(null);
      expect((await letters()).totalItems).toBe(1);
      expect((await ask(desk.REPLAY, {})).replayDriverDeliveryDeadLetters).toBe(1);
      await eventually(
        () => rawConnection.query(`SELECT state FROM driver_delivery WHERE ${orderOf(ofBookshop)}`),
        ([{ state }]) => state === 'ASSIGNED',
      );
      await marketplace.offTheRoad('bakers', 'bookers', 'shared', 'platform');
    });
  });

  it('a drop-off that the engine has been told stands', async () => {
    await expect(
      marketplace.admin.query(SET_DROPOFF, { id: ofBakery, point: { lat: 52.5, lon: 13.4 } }),
    ).rejects.toThrow(/stands/);
  });

  it("the order follows its sellers' orders, and everybody is told of each step once", async () => {
    const steps: string[] = [];
    const subscription = marketplace.server.app
      .get(EventBus)
      .ofType(DriverDeliveryStepEvent)
      .subscribe(({ step, delivery }) => steps.push(`${step} ${delivery.state}`));
    await marketplace.driverAt('baker', BAKERY.store.point);
    await marketplace.driverAt('bookish', BOOKSHOP.store.point);
    const split = await marketplace.shopper.buy(errandTo([BAKERY, BOOKSHOP]));
    const orders = await untilDeliveriesAre(marketplace, split, 'ASSIGNED');
    const parentIs = (state: string) =>
      eventually(
        async () => (await marketplace.admin.query(SELLER_ORDERS, { id: split.id })).order,
        (parent) => parent.state === state,
      );
    const deliveries = orders.map(({ delivery }) => ({
      ...{ deliveryId: delivery.engineDeliveryId as string, driverId: delivery.driverId as string },
    }));
    await marketplace.drivers.pickUp(deliveries[0]!);
    await parentIs('PartiallyShipped');
    await marketplace.drivers.pickUp(deliveries[1]!);
    await parentIs('Shipped');
    const proof = { kind: 'handover' as const, receivedBy: 'Mara' };
    await marketplace.drivers.complete({ ...deliveries[1]!, proof });
    await parentIs('PartiallyDelivered');
    await marketplace.drivers.complete({ ...deliveries[0]!, proof });
    const { sellerOrders } = await parentIs('Delivered');
    expect(sellerOrders.map(({ state }: { state: string }) => state)).toEqual(['Delivered', 'Delivered']);
    subscription.unsubscribe();
    const each = [
      'delivery.assigned ASSIGNED',
      'delivery.delivered DELIVERED',
      'delivery.picked_up PICKED_UP',
    ];
    expect(steps.sort()).toEqual(each.flatMap((step) => [step, step]));
    await marketplace.offTheRoad('baker', 'bookish');
  });

  it('nobody ships an order by hand whose sellers have not', async () => {
    const SHIP = gql`
      mutation Ship($id: ID!) {
        transitionOrderToState(id: $id, state: "Shipped") {
          ... on OrderStateTransitionError {
            transitionError
          }
        }
      }
    `;
    const { transitionOrderToState } = await marketplace.admin.query(SHIP, { id: order.id });
    expect(transitionOrderToState.transitionError).toMatch(/The sellers' orders are PaymentSettled/);
  });

  describe('in the Shop API', () => {
    const ORDER = /* GraphQL */ `
      query Mine($code: String!) {
        orderByCode(code: $code) {
          delivery {
            id
          }
          deliveries {
            state
            driverName
            vehicle
          }
        }
      }
    `;
    const shop = () => new GraphqlClient(`http://127.0.0.1:${marketplace.port}/shop-api`);

    it("the shopper sees the deliveries of the own order, with the driver's first name only", async () => {
      await marketplace.driverAt('one', BAKERY.store.point, 'Ada Lovelace');
      const errand = errandTo([BAKERY]);
      const session = shop();
      const order = await marketplace.shopper.buy(errand, session);
      await untilDeliveriesAre(marketplace, order, 'ASSIGNED');
      const { orderByCode } = await session.request<any>(ORDER, { code: order.code });
      expect(orderByCode).toEqual({
        delivery: null,
        deliveries: [{ state: 'ASSIGNED', driverName: 'Ada', vehicle: 'bicycle' }],
      });
    });

    it('whoever has the tracking code follows the goods, from pick-up to drop-off', async () => {
      const here = { lat: 52.52, lon: 13.4 };
      await marketplace.driverAt('courier', BAKERY.store.point, 'Grace Hopper');
      const session = shop();
      const order = await marketplace.shopper.buy(errandTo([BAKERY]), session);
      const [{ delivery }] = await untilDeliveriesAre(marketplace, order, 'ASSIGNED');
      const mine = `{ orderByCode(code: "${order.code}") { deliveries { trackingCode tracking { state } } } }`;
      const { deliveries } = (await session.request<any>(mine)).orderByCode;
      expect(deliveries).toEqual([
        { trackingCode: expect.stringMatching(/^[\w-]{22}$/), tracking: { state: 'ASSIGNED' } },
      ]);
      const guest = shop();
      const track = async () =>
        (
          await guest.request<any>(
            `query Track($code: String!) {
              trackDriverDelivery(code: $code) {
                state storeName driverName vehicle expectedAt
                position { point { lat lon } at }
                proof { kind receivedBy imageUrl }
              }
            }`,
            { code: deliveries[0].trackingCode },
          )
        ).trackDriverDelivery;
      const driverId = 'courier';
      const seen = (secondsAgo: number) =>
        marketplace.drivers.reportLocation({
          ...{ driverId, point: here },
          recordedAt: new Date(Date.now() - secondsAgo * 1000).toISOString(),
        });

      await seen(90);
      expect(await track()).toEqual({
        ...{ state: 'ASSIGNED', storeName: BAKERY.store.name, driverName: 'Grace', vehicle: 'bicycle' },
        ...{ expectedAt: expect.any(String), position: null, proof: null },
      });
      const deliveryId = delivery.engineDeliveryId;
      await marketplace.drivers.pickUp({ deliveryId, driverId });
      await untilDeliveriesAre(marketplace, order, 'PICKED_UP');
      // A minute and a half old: too old to be shown.
      expect((await track()).position).toBeNull();
      await seen(1);
      const { position } = await eventually(track, (tracked) => tracked.position !== null);
      expect(position.point).toEqual(here);
      expect(Date.now() - Date.parse(position.at)).toBeLessThan(60_000);

      const proof = { kind: 'signature' as const, signedBy: 'Mara' };
      await marketplace.drivers.complete({ deliveryId, driverId, proof });
      await untilDeliveriesAre(marketplace, order, 'DELIVERED');
      expect(await track()).toMatchObject({
        ...{ state: 'DELIVERED', position: null, expectedAt: null },
        proof: { kind: 'signature', receivedBy: 'Mara', imageUrl: null },
      });

      const { rawConnection } = marketplace.server.app.get(TransactionalConnection);
      await rawConnection.query(
        `UPDATE driver_delivery SET "updatedAt" = now() - interval '15 days' WHERE "engineDeliveryId" = $1`,
        [deliveryId],
      );
      expect(await track()).toBeNull();
      expect(
        (await guest.request<any>(`{ trackDriverDelivery(code: "x") { state } }`)).trackDriverDelivery,
      ).toBeNull();
    });

    describe('what proves a delivery', () => {
      const driverId = 'prover';
      const PNG =
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

      /** An order of somebody's, its goods on the road with the driver. */
      async function onTheRoad() {
        await marketplace.driverAt(driverId, BAKERY.store.point);
        const session = shop();
        const bought = await marketplace.shopper.buy(errandTo([BAKERY]), session);
        const [{ delivery }] = await untilDeliveriesAre(marketplace, bought, 'ASSIGNED');
        const deliveryId: string = delivery.engineDeliveryId;
        await marketplace.drivers.pickUp({ deliveryId, driverId });
        await untilDeliveriesAre(marketplace, bought, 'PICKED_UP');
        const seen = async () => {
          const query = `{ orderByCode(code: "${bought.code}") {
            deliveries { handoverCode tracking { handoverCode proof { kind imageUrl } } }
          } }`;
          return (await session.request<any>(query)).orderByCode.deliveries[0];
        };
        return { bought, deliveryId, seen };
      }

      const send = (deliveryId: string, image: object = {}, key = imageKey) => {
        const client = new SignedHttpClient({ url: `http://127.0.0.1:${marketplace.port}`, keys: [key] });
        const message = { type: 'delivery.proof_image', deliveryId, driverId, contentType: 'image/png' };
        return client
          .post('/driver-dispatch/proof-images', 'img', { ...message, image: PNG, ...image })
          .then((reply: any) => reply.url as string)
          .finally(() => client.close());
      };

      it('is the code that only the receiver has, where the shop gives one', async () => {
        wantsCode = true;
        const { bought, deliveryId, seen } = await onTheRoad();
        wantsCode = false;
        const { handoverCode: code, tracking } = await seen();
        expect(code).toMatch(/^\d{6}$/);
        expect(tracking.handoverCode).toBe(code);
        expect(JSON.stringify(await marketplace.drivers.heartbeat(driverId))).not.toContain(code);
        const complete = (proof: any) => marketplace.drivers.complete({ deliveryId, driverId, proof });
        const refused = { code: 'proof_refused' };
        await expect(complete({ kind: 'handover', receivedBy: 'Me' })).rejects.toMatchObject(refused);
        const wrong = ['000001', '000002', '000003', '000004', '000005', '000006'].filter(
          (told) => told !== code,
        );
        for (const told of wrong.slice(0, 5)) {
          await expect(complete({ kind: 'code', code: told })).rejects.toMatchObject(refused);
        }
        await expect(complete({ kind: 'code', code })).rejects.toMatchObject({ code: 'proof_locked' });
        const [{ delivery }] = await untilDeliveriesAre(marketplace, bought, 'PICKED_UP');
        const codes = async () => {
          const { driverDelivery } = await marketplace.admin.query(desk.DETAIL, { id: delivery.id });
          const { wrongCodes, codeLockedUntil } = driverDelivery.engine;
          return { wrongCodes, codeLockedUntil };
        };
        expect(await codes()).toEqual({ wrongCodes: 5, codeLockedUntil: expect.any(String) });
        const reset = () => marketplace.admin.query(desk.RESET_CODES, { id: delivery.id });
        await as('backstube', READ, () => expect(reset()).rejects.toThrow(/not currently authorized/));
        const other = [...READ, 'UpdateDriverDelivery'];
        await as('buchladen', other, () => expect(reset()).rejects.toThrow(/No DriverDelivery/));
        await as('backstube', other, reset);
        expect(await codes()).toEqual({ wrongCodes: 0, codeLockedUntil: null });
        await complete({ kind: 'code', code });
        await untilDeliveriesAre(marketplace, bought, 'DELIVERED');
        expect(await seen()).toMatchObject({ handoverCode: null, tracking: { handoverCode: null } });
      });

      it("is a photo in the shop's own asset storage", async () => {
        const { bought, deliveryId, seen } = await onTheRoad();
        expect((await seen()).handoverCode).toBeNull();
        const stranger = generateSigningKey();
        await expect(send(deliveryId, {}, stranger)).rejects.toMatchObject({ code: 'signature_invalid' });
        await expect(send(deliveryId, {}, marketplace.keys.webhook[0])).rejects.toMatchObject({
          code: 'signature_invalid',
        });
        await expect(send(deliveryId, { driverId: 'bakers' })).rejects.toMatchObject({
          code: 'driver_mismatch',
        });
        await expect(send('nothing')).rejects.toMatchObject({ code: 'not_found' });
        const text = Buffer.from('<script>alert(1)</script>').toString('base64');
        await expect(send(deliveryId, { image: text })).rejects.toMatchObject({ code: 'invalid_message' });

        // The second is better.
        await send(deliveryId);
        const url = await send(deliveryId);
        expect(url).toMatch(/^http:.*proof-of-delivery-\d+.*\.png$/);
        const { rawConnection } = marketplace.server.app.get(TransactionalConnection);
        const [last] = await rawConnection.query('SELECT id FROM asset ORDER BY id DESC LIMIT 1');
        const [named] = await rawConnection.query(
          'SELECT "proofImageId" FROM driver_delivery WHERE "engineDeliveryId" = $1',
          [deliveryId],
        );
        expect(named.proofImageId).toBe(String(last.id));
        await marketplace.drivers.complete({ deliveryId, driverId, proof: { kind: 'photo', url } });
        await untilDeliveriesAre(marketplace, bought, 'DELIVERED');
        expect((await seen()).tracking.proof).toEqual({ kind: 'photo', imageUrl: url });
        await expect(send(deliveryId)).rejects.toMatchObject({ code: 'illegal_transition' });
      });
    });

    it('there is nothing by which a tracking code leads to its order', async () => {
      for (const field of ['id', 'orderCode', 'order { id }', 'trackingCode']) {
        const query = `{ trackDriverDelivery(code: "x") { ${field} } }`;
        await expect(shop().request(query)).rejects.toThrow(/Cannot query field/);
      }
    });

    it('there is no phone number of the driver, no proof and no engine id to ask for', async () => {
      for (const field of ['driverPhone', 'proof', 'engineDeliveryId', 'problem']) {
        const query = `{ orderByCode(code: "x") { deliveries { ${field} } } }`;
        await expect(shop().request(query)).rejects.toThrow(/Cannot query field/);
      }
    });
  });
});
