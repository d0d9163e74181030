import { createAdministrator, CHANNELS, CREATE_CUSTOMER, LOG_IN } from '../administrators';
import { CREATE_DRIVER } from '../documents';
import type { MarketplaceUnderTest } from '../marketplace-under-test';
import { BAKERY } from '../orders';
import { DriverDelivery } from '@driver-dispatch/driver-integration-plugin';
import { TransactionalConnection } from '@vendure/core';
import { ADMIN_FIELDS, ADMIN_ROOTS, SHOP_FIELDS, SHOP_ROOTS, type SellersOwn } from './api-access-table';
import { ApiFields } from '../api-fields';
import { AccessTestSetup } from './access-test-setup';

/** All permissions that an administrator of a seller can have. */
const ALL = [
  'ReadOrder',
  'ReadStockLocation',
  'UpdateStockLocation',
  'ReadDriverDelivery',
  'WriteDriverDelivery',
  'ReadDriver',
  'CreateDriver',
  'UpdateDriver',
  'DeleteDriver',
];

const APIS = [
  ['admin', ADMIN_ROOTS, ADMIN_FIELDS],
  ['shop', SHOP_ROOTS, SHOP_FIELDS],
] as const;

/** Permissions of administrators of another seller. */
const ADMINISTRATORS = {
  otherSeller: ALL,
  reader: ALL.filter((permission) => permission.startsWith('Read')),
  withoutPermission: ['ReadOrder'],
};

const ACTORS = ['anonymous', 'customer', 'otherSeller', 'reader', 'withoutPermission'] as const;

/** Types of Vendure whose added fields are tested: the roots, and the deliveries of an order. */
const TESTED_TYPES = ['Query', 'Mutation', 'Order'];

const REFUSED = /not currently authorized/;
const UNKNOWN = /No DriverDelivery|No StockLocation|No Driver|already exists|No dead letter/;

/** The session token and channel of an API user. */
interface Session {
  token?: string;
  channelToken?: string;
}

/** Access to each API field of both plugins, as in the table. */
export function apiAccess(setup: () => AccessTestSetup): void {
  describe.each(APIS)('each field of the %s API', (api, roots, fields) => {
    const schema = new ApiFields(api);
    let marketplace: MarketplaceUnderTest;
    let bakery: SellersOwn;
    /** Texts that identify the bakery. */
    let marks: string[];
    let sellerOrderId: string;
    const sessions: Record<(typeof ACTORS)[number], Session> = {
      anonymous: {},
      customer: {},
      otherSeller: {},
      reader: {},
      withoutPermission: {},
    };

    async function post(session: Session, query: string, variables: object = {}, url = `${api}-api`) {
      const response = await fetch(`http://127.0.0.1:${marketplace.port}/${url}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(session.token ? { authorization: `Bearer ${session.token}` } : {}),
          ...(session.channelToken ? { 'vendure-token': session.channelToken } : {}),
        },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await response.json()) as { data?: any; errors?: { message: string }[] };
      const token = response.headers.get('vendure-auth-token') ?? undefined;
      return { data, token, problem: errors?.map(({ message }) => message).join('; ') };
    }

    const pending = AccessTestSetup.usePendingOrder(setup);
    beforeAll(async () => {
      ({ marketplace } = setup());
      const { channels } = await marketplace.admin.query(CHANNELS);
      const { id: channelId } = channels.items.find(({ code }: { code: string }) => code === 'backstube');
      const driverId = `baker-of-${api}`;
      await marketplace.admin.query(CREATE_DRIVER, {
        input: { driverId, name: `Baker of ${api}`, channelIds: [channelId] },
      });
      const { rawConnection } = marketplace.server.app.get(TransactionalConnection);
      const [{ id: sellerId }] = await rawConnection.query('SELECT id FROM seller WHERE name = $1', [
        BAKERY.name,
      ]);
      const [{ id: storeId }] = await rawConnection.query('SELECT id FROM stock_location WHERE name = $1', [
        BAKERY.store.name,
      ]);
      const stored = await rawConnection
        .getRepository(DriverDelivery)
        .findOneByOrFail({ id: pending.ofBakery.replace('T_', '') });
      sellerOrderId = `T_${stored.orderId}`;
      bakery = {
        deliveryId: pending.ofBakery,
        driverId,
        sellerId: `T_${sellerId}`,
        storeId: `T_${storeId}`,
        trackingCode: stored.trackingCode!,
        point: BAKERY.store.point,
      };
      marks = [driverId, stored.orderCode, stored.trackingCode!, stored.engineDeliveryId!, BAKERY.store.name];

      const credentials = { identifier: `customer-of-${api}@example.com`, password: 'a-long-password' };
      await marketplace.admin.query(CREATE_CUSTOMER, credentials);
      sessions.customer = { token: (await post({}, LOG_IN, credentials, 'shop-api')).token };
      for (const [name, permissions] of Object.entries(ADMINISTRATORS)) {
        const { emailAddress, password, channelToken } = await createAdministrator(marketplace.admin, {
          buchladen: permissions,
        });
        const { token } = await post({}, LOG_IN, { identifier: emailAddress, password }, 'admin-api');
        sessions[name as keyof typeof ADMINISTRATORS] = { token, channelToken };
      }
      expect(Object.values(sessions).filter(({ token }) => token)).toHaveLength(4);
    });

    it('is listed in the table', () => {
      const table = [
        ...Object.keys(roots),
        ...Object.entries(fields).flatMap(([type, names]) =>
          names.split(' ').map((name) => `${type}.${name}`),
        ),
      ];
      expect(schema.names().sort()).toEqual(table.sort());
    });

    it('belongs to a type that is tested', () => {
      expect(schema.extendedTypes().filter((type) => !TESTED_TYPES.includes(type))).toEqual([]);
    });

    describe.each(Object.entries(roots))('%s', (root, access) => {
      it.each(ACTORS)('as %s', async (actor) => {
        const variables = access.args?.(bakery) ?? {};
        const { data, problem } = await post(sessions[actor], schema.operation(root), variables);
        switch (access[actor]) {
          case 'refused':
            expect(problem).toMatch(REFUSED);
            break;
          case 'unknown':
            expect(problem ?? JSON.stringify(data)).toMatch(UNKNOWN);
            break;
          case 'without':
            expect(problem).toBeUndefined();
            expect(marks.filter((mark) => JSON.stringify(data).includes(mark))).toEqual([]);
            break;
          case 'shown':
            expect(problem).toBeUndefined();
            break;
        }
      });
    });

    it('does not show the deliveries of an order to other users', async () => {
      const query = `query ($id: ID!) { order(id: $id) ${schema.fieldsOf('Order')} }`;
      for (const actor of ACTORS) {
        const { data } = await post(sessions[actor], query, { id: sellerOrderId });
        expect([actor, data?.order ?? null]).toEqual([actor, null]);
      }
    });
  });
}
