import { administratorOf, CHANNELS } from '../administrators';
import { CREATE_DRIVER } from '../desk-documents';
import type { MarketplaceUnderTest } from '../marketplace-under-test';
import { BAKERY } from '../orders';
import { DriverDelivery } from '@driver-dispatch/driver-integration-plugin';
import { TransactionalConnection } from '@vendure/core';
import { gql } from 'graphql-tag';
import { ADMIN_FIELDS, ADMIN_ROOTS, SHOP_FIELDS, SHOP_ROOTS, type SellersOwn } from './api-access-table';
import { ApiFields } from './api-fields';
import { SplitOrder } from './split-order';

/** All that an administrator of a seller can be permitted. */
const ALL = [
  'ReadOrder', 'ReadStockLocation', 'ReadDriverDelivery', 'UpdateDriverDelivery',
  'ReadDriver', 'CreateDriver', 'UpdateDriver', 'DeleteDriver',
];

const APIS = [
  ['admin', ADMIN_ROOTS, ADMIN_FIELDS],
  ['shop', SHOP_ROOTS, SHOP_FIELDS],
] as const;

const ACTORS = ['anonymous', 'customer', 'otherSeller'] as const;

/** Types of Vendure whose added fields are asked for: each root, and what leads from an order to its deliveries. */
const ASKED = ['Query', 'Mutation', 'Order'];

const REFUSED = /not currently authorized/;
const UNKNOWN = /No DriverDelivery|No Driver|There is|No dead letter/;

/** A user of an API by the token of a session, and the channel that is asked for. */
interface Session {
  token?: string;
  channelToken?: string;
}

/** Who may use each API field of both plugins, as the table says. */
export function apiAccess(placed: () => SplitOrder): void {
  describe.each(APIS)('each field of the %s API', (api, roots, fields) => {
    const schema = new ApiFields(api);
    let marketplace: MarketplaceUnderTest;
    let bakery: SellersOwn;
    /** Text that tells of the bakery. */
    let marks: string[];
    let sellerOrderId: string;
    const sessions: Record<(typeof ACTORS)[number], Session> = {
      anonymous: {},
      customer: {},
      otherSeller: {},
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

    const waiting = SplitOrder.useWaiting(placed);
    beforeAll(async () => {
      ({ marketplace } = placed());
      const { channels } = await marketplace.admin.query(CHANNELS);
      const { id: channelId } = channels.items.find(({ code }: { code: string }) => code === 'backstube');
      const driverId = `baker-of-${api}`;
      await marketplace.admin.query(CREATE_DRIVER, {
        input: { id: driverId, name: `Baker of ${api}`, channelIds: [channelId] },
      });
      const { sellers } = await marketplace.admin.query(gql`
        query {
          sellers {
            items {
              id
              name
            }
          }
        }
      `);
      const sellerId = sellers.items.find(({ name }: { name: string }) => name === BAKERY.name).id;
      const stored = await marketplace.server.app
        .get(TransactionalConnection)
        .rawConnection.getRepository(DriverDelivery)
        .findOneByOrFail({ id: waiting.ofBakery.replace('T_', '') });
      sellerOrderId = `T_${stored.orderId}`;
      bakery = {
        deliveryId: waiting.ofBakery, driverId, sellerId,
        trackingCode: stored.trackingCode!, point: BAKERY.store.point,
      };
      marks = [driverId, stored.orderCode, stored.trackingCode!, stored.engineDeliveryId!, BAKERY.store.name];

      const credentials = { email: `customer-of-${api}@example.com`, password: 'a-long-password' };
      await marketplace.admin.query(
        gql`
          mutation ($email: String!, $password: String!) {
            createCustomer(
              input: { firstName: "C", lastName: "D", emailAddress: $email }
              password: $password
            ) {
              __typename
            }
          }
        `,
        credentials,
      );
      const login = `mutation ($email: String!, $password: String!) {
        login(username: $email, password: $password) { __typename }
      }`;
      sessions.customer = { token: (await post({}, login, credentials, 'shop-api')).token };
      const other = await administratorOf(marketplace, { buchladen: ALL });
      const asOther = { email: other.emailAddress, password: other.password };
      sessions.otherSeller = {
        token: (await post({}, login, asOther, 'admin-api')).token,
        channelToken: other.channelToken,
      };
      expect(Object.values(sessions).filter(({ token }) => token)).toHaveLength(2);
    });

    it('is in the table', () => {
      const table = [
        ...Object.keys(roots),
        ...Object.entries(fields).flatMap(([type, names]) =>
          names.split(' ').map((name) => `${type}.${name}`),
        ),
      ];
      expect(schema.names().sort()).toEqual(table.sort());
    });

    it('is of a type that these tests ask for', () => {
      expect(schema.extendedTypes().filter((type) => !ASKED.includes(type))).toEqual([]);
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
            expect(problem).toMatch(UNKNOWN);
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

    it("leads nobody from an order to another's deliveries", async () => {
      const query = `query ($id: ID!) { order(id: $id) ${schema.fieldsOf('Order')} }`;
      for (const actor of ACTORS) {
        const { data } = await post(sessions[actor], query, { id: sellerOrderId });
        expect([actor, data?.order ?? null]).toEqual([actor, null]);
      }
    });
  });
}
