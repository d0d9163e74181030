import { setTimeout as sleep } from 'node:timers/promises';
import {
  deliveryEventBatch,
  DRIVER_APP_PATH,
  generateSigningKey,
  signMessage,
  VENDURE_WEBHOOK_PATH,
  type DeliveryEvent,
  type DeliveryIdentity,
  type SellerOrder,
} from '@driver-dispatch/contract';
import { parseResults, type WebhookRequest } from '../world/webhook-gateway';
import { untilAnswered } from './until-answered';
import type { Fault, Scene } from './fault';
import { readyMessage } from './ready-message';

/** Smallest number of messages and events that are repeated. */
const ENOUGH = 5;

/** Time to wait for them, in ms. */
const TIMEOUT_MS = 30_000;

/** Smallest number of events that are withheld: enough for every check that counts applied events. */
const WITHHELD_EVENTS = 20;

/** Returns the orders that the shop has submitted to the engine, from the shop's database. */
export async function submittedOrders({ world, prefix }: Scene): Promise<SellerOrder[]> {
  const { rows } = await world.shopDatabase.query<{ submission: string }>(
    'SELECT submission FROM driver_delivery WHERE "orderCode" LIKE $1 AND submission IS NOT NULL ORDER BY id',
    [`${prefix}%`],
  );
  return rows.map(({ submission }) => JSON.parse(submission) as SellerOrder);
}

/** Returns every webhook request that engines send while `work` runs. */
async function webhookRequestsDuring(
  scene: Scene,
  work: (webhookRequests: readonly WebhookRequest[]) => Promise<void>,
): Promise<WebhookRequest[]> {
  const webhookRequests: WebhookRequest[] = [];
  scene.world.gateway.handler = (webhookRequest, forward) => {
    webhookRequests.push(webhookRequest);
    return forward();
  };
  await work(webhookRequests);
  return webhookRequests;
}

export const duplicates: Fault = {
  id: 'F11',
  title: 'Each message sent ten times, in both directions',
  async run(scene) {
    const { world, inject, caller, expect, random } = scene;
    const webhookRequests = await webhookRequestsDuring(scene, async (sent) => {
      scene.startWorkload({ cancelled: 0 });
      await sleep(scene.length === 'short' ? 0 : 15_000);
      // On a busy machine the first requests take a while.
      const deadline = Date.now() + TIMEOUT_MS;
      const enough = async () => sent.length > ENOUGH && (await submittedOrders(scene)).length > ENOUGH;
      while (!(await enough()) && Date.now() < deadline) {
        await sleep(200);
      }
    });
    const atMost = scene.length === 'short' ? ENOUGH + 1 : Infinity;
    const orders = random.shuffle(await submittedOrders(scene)).slice(0, atMost);
    const batches = random.shuffle(webhookRequests).slice(0, 2 * atMost);
    await inject(`${orders.length} orders and ${batches.length} event batches sent ten times`, async () => {
      for (const order of orders) {
        const replies = await Promise.all(Array.from({ length: 10 }, () => caller.ready(order)));
        const ids = new Set(replies.map(({ reply }) => reply?.deliveryId));
        expect(ids.size === 1, `the same order sent ten times created ${ids.size} deliveries`);
      }
      for (const { headers, body } of batches) {
        const responses = await Promise.all(
          Array.from({ length: 10 }, () => world.gateway.post(headers, body)),
        );
        const results = responses.map((response) => parseResults(response).map(({ result }) => result));
        expect(
          results.every((batch) => batch.length > 0 && batch.every((result) => result === 'duplicate')),
          `resent events had the results ${JSON.stringify(results)}`,
        );
      }
    });
    expect(orders.length > ENOUGH && batches.length > ENOUGH, 'too few messages were sent');
  },
};

export const eventsReordered: Fault = {
  id: 'F12',
  title: 'Events withheld, then sent out of order',
  async run(scene) {
    const { world, inject, expect, eventually, random } = scene;
    // The gateway keeps every event and answers 503, as if the shop were down.
    const withheld = new Map<string, DeliveryEvent>();
    world.gateway.handler = async ({ events }) => {
      events.forEach((event) => withheld.set(event.id, event));
      return { status: 503, body: '{}' };
    };
    scene.startWorkload({ orderEveryMs: 120, cancelled: 0.3 });
    // Engines send later events of a delivery only after its first. The test builds and signs them itself.
    let later: object[] = [];
    await eventually(
      'deliveries have later events',
      async () => {
        later = await laterEvents(scene);
        return later.length > ENOUGH && withheld.size >= WITHHELD_EVENTS;
      },
      TIMEOUT_MS,
    );
    await inject(`${later.length} later events sent first`, async () => {
      for (const event of random.shuffle(later)) {
        const response = await world.gateway.postEvents([event]);
        const [result] = parseResults(response);
        expect(
          result?.result === 'error' && result.error.code === 'sequence_gap',
          `an event sent before its predecessor was answered ${response.status} ${response.body}`,
        );
      }
    });
    await inject('first events sent twice, shuffled', async () => {
      for (const event of random.shuffle([...withheld.values(), ...withheld.values()])) {
        await world.gateway.postEvents([event]);
      }
    });
    world.gateway.heal();
  },
};

async function laterEvents({ world, prefix }: Scene): Promise<object[]> {
  const { rows } = await world.engineDatabase.query<{ message: object }>(
    `SELECT jsonb_build_object('id', e.id, 'type', e.type,
       'timestamp', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
       'data', jsonb_build_object('deliveryId', d.id, 'submissionKey', d.submission_key,
         'sellerOrderId', d.seller_order_id, 'orderCode', d.order_code, 'channelId', d.channel_id,
         'sequence', e.sequence, 'state', e.state) || e.data) AS message
     FROM driver_dispatch.delivery_events e JOIN driver_dispatch.deliveries d ON d.id = e.delivery_id
     WHERE d.order_code LIKE $1 AND e.sequence > 1`,
    [`${prefix}%`],
  );
  return rows.map(({ message }) => message);
}

export const invalidSignatures: Fault = {
  id: 'F13',
  title: 'Invalid signatures: old timestamp, altered body, wrong key; key rotation',
  minima: { 'I8.refused': 7, 'I8.effect': 7 },
  leavesOrdersOpen: true,
  async run(scene) {
    const { world, inject, caller, prefix, centre, expect } = scene;
    const body = (id: string) => JSON.stringify(readyMessage(id, centre));
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    let n = 0;
    const forge = async (
      what: string,
      sign: Parameters<typeof caller.hostile>[3],
      path = VENDURE_WEBHOOK_PATH,
    ) => {
      const sellerOrderId = `${prefix}forged-${n++}`;
      const text = body(sellerOrderId);
      const altered = sign?.altered === undefined ? text : text.replace('Store', sign.altered);
      const { operation } = await caller.hostile({ what, sellerOrderId }, path, text, { ...sign, altered });
      expect(operation.status === 401, `${what} was answered ${operation.status}`);
    };
    await inject('forged messages', async () => {
      await forge('ten minutes old', { at: ago(10) });
      await forge('ten minutes ahead', { at: ago(-10) });
      await forge('one letter of the body changed', { altered: 'Stole' });
      await forge('an unknown key', { keys: [generateSigningKey()] });
      await forge("the driver app's key", { keys: world.keys.driverApp });
      await forge("the engine's own key", { keys: world.keys.webhook });
      const driverId = `${prefix}forged`;
      const register = JSON.stringify({ type: 'driver.register', driverId, name: 'Forged', channels: [] });
      const { operation } = await caller.hostile(
        { what: "the shop's key in place of the driver app's", driverId },
        `${DRIVER_APP_PATH}/register`,
        register,
      );
      expect(operation.status === 401, `a driver signed with the shop's key: ${operation.status}`);
      await forgedEvents(scene);
    });
    for (const key of world.keys.vendure) {
      const sellerOrderId = `${prefix}rotated-${n++}`;
      const text = body(sellerOrderId);
      const headers = { 'content-type': 'application/json', ...signMessage([key], sellerOrderId, text) };
      const url = world.engineUrl + VENDURE_WEBHOOK_PATH;
      const { status } = await fetch(url, { method: 'POST', headers, body: text });
      expect(status === 200, `a message signed with a key in rotation was answered ${status}`);
    }
  },
};

/** Sends events with invalid signatures to the shop. The shop must not change the order. */
async function forgedEvents(scene: Scene): Promise<void> {
  const { world, caller, prefix, centre, expect } = scene;
  const code = `${prefix}waits`;
  await caller.buy({ code, pickup: centre, dropoff: centre, searchRadiusMetres: 5_000 });
  const { rows } = await world.shopDatabase.query<DeliveryIdentity>(
    `SELECT "submissionKey", "orderId"::text AS "sellerOrderId", "orderCode", "channelId"::text AS "channelId"
     FROM driver_delivery WHERE "orderCode" = $1`,
    [code],
  );
  const id = '6dcf8e1c-0f2b-4f5c-9d38-6f1d51c6f3a1';
  const event = {
    id,
    type: 'delivery.cancelled',
    timestamp: new Date().toISOString(),
    data: {
      deliveryId: id,
      ...rows[0]!,
      sequence: 1,
      state: 'CANCELLED',
    },
  };
  const text = JSON.stringify(deliveryEventBatch([event]));
  const old = new Date(Date.now() - 600_000);
  const attempts: [string, string[], Date, string][] = [
    ['an unknown key', [generateSigningKey()], new Date(), text],
    ["the shop's own key", world.keys.vendure, new Date(), text],
    ['ten minutes old', world.keys.webhook, old, text],
    ['altered', world.keys.webhook, new Date(), text.replace('"sequence":1', '"sequence":2')],
  ];
  for (const [what, keys, at, sent] of attempts) {
    const headers = { 'content-type': 'application/json', ...signMessage(keys, id, text, at) };
    const { status } = await world.gateway.post(headers, sent);
    expect(status === 401, `an event with ${what} was answered ${status}`);
  }
}

export const sameKeyDifferentBody: Fault = {
  id: 'F14',
  title: 'Same submission key with a different body',
  leavesOrdersOpen: true,
  async run(scene) {
    const { world, inject, caller, expect, eventually, centre, random } = scene;
    const workload = scene.startWorkload({ cancelled: 0 });
    const enough = scene.length === 'short' ? ENOUGH : 3 * ENOUGH;
    await eventually(
      'orders are submitted',
      async () => (await submittedOrders(scene)).length > enough,
      TIMEOUT_MS,
    );
    await workload.closeCheckout();
    const orders = await submittedOrders(scene);
    // The shop stores an order before it submits it. A different body must not reach the engine first.
    await eventually('the engine has every order', async () => {
      const { rows } = await world.engineDatabase.query(
        'SELECT FROM driver_dispatch.deliveries WHERE submission_key = ANY ($1)',
        [orders.map(({ submissionKey }) => submissionKey)],
      );
      return rows.length === orders.length;
    });
    await inject(`${orders.length} orders resent with a different pickup`, async () => {
      for (const order of orders) {
        const changed = structuredClone(order);
        changed.pickup.point = random.pointNear(centre, 3_000);
        const { operation } = await untilAnswered(() => caller.ready(changed));
        expect(
          operation.status === 409 && operation.code === 'idempotency_conflict',
          `a different body was answered ${operation.status} ${operation.code}`,
        );
      }
    });
    expect(orders.length > 0, 'no order was sent');
    for (const { submissionKey, pickup, orderCode } of orders) {
      const { rows } = await world.engineDatabase.query<{ lat: number }>(
        `SELECT (pickup -> 'point' ->> 'lat')::float8 AS lat FROM driver_dispatch.deliveries WHERE submission_key = $1`,
        [submissionKey],
      );
      expect(rows[0]?.lat === pickup.point.lat, `the pickup of ${orderCode} was changed`);
    }
  },
};

export const malformedMessages: Fault = {
  id: 'F18',
  title: 'Malformed messages, and a store without coordinates',
  minima: { 'I8.refused': 10, 'I8.effect': 20 },
  async run(scene) {
    const { world, inject, caller, prefix, centre, expect, eventually } = scene;
    scene.startWorkload();
    const valid = (id: string) => readyMessage(id, centre);
    const withPoint = (id: string, point: string) =>
      JSON.stringify(valid(id)).replace(/"point":\{[^}]*\}/, `"point":${point}`);
    const messages: { what: string; make: (id: string) => string; status: number; names?: string }[] = [
      { what: 'NaN', make: (id) => withPoint(id, '{"lat":NaN,"lon":1}'), status: 400 },
      {
        what: '1e999',
        make: (id) => withPoint(id, '{"lat":1e999,"lon":1}'),
        status: 400,
        names: 'point.lat',
      },
      {
        what: '181 degrees',
        make: (id) => withPoint(id, '{"lat":52,"lon":181}'),
        status: 400,
        names: 'point.lon',
      },
      { what: '(0, 0)', make: (id) => withPoint(id, '{"lat":0,"lon":0}'), status: 400, names: 'point' },
      { what: 'no point', make: (id) => withPoint(id, 'null'), status: 400, names: 'point' },
      {
        what: '5 MB',
        make: (id) => JSON.stringify({ ...valid(id), padding: 'x'.repeat(5_000_000) }),
        status: 413,
      },
      { what: 'depth', make: (id) => `{"${id}":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, status: 400 },
      {
        what: 'an unknown type',
        make: (id) => JSON.stringify({ ...valid(id), type: 'seller_order.ready.v9' }),
        status: 400,
        names: 'type',
      },
      { what: 'incomplete JSON', make: () => '{"type":', status: 400 },
      { what: 'an empty body', make: () => '', status: 400 },
    ];
    for (let i = 0; i < (scene.length === 'short' ? 2 : 20); i++) {
      await inject('malformed messages', async () => {
        for (const { what, make, status, names = '' } of messages) {
          const sellerOrderId = `${prefix}malformed-${i}-${what}`;
          const { operation } = await caller.hostile(
            { what, sellerOrderId },
            VENDURE_WEBHOOK_PATH,
            make(sellerOrderId),
          );
          // The server may close the connection of a sender whose body is too large before the answer is read.
          const cutOff = status === 413 && operation.outcome === 'unknown';
          expect(cutOff || operation.status === status, `${what} was answered ${operation.status}`);
          expect(
            JSON.stringify(operation.reply).includes(names),
            `${what}: the answer does not name ${names}`,
          );
        }
      });
    }
    const code = `${prefix}nowhere`;
    await inject('an order from a store without coordinates', () =>
      caller.buy({ code, dropoff: centre, searchRadiusMetres: 10_000 }),
    );
    const getState = async () => {
      const { rows } = await world.shopDatabase.query<{ state: string; problemCode: string | null }>(
        'SELECT state, "problemCode" FROM driver_delivery WHERE "orderCode" = $1',
        [code],
      );
      return rows[0]!;
    };
    await eventually('the order is NOT_LOCATED, with the reason', async () => {
      const { state, problemCode } = await getState();
      return state === 'NOT_LOCATED' && problemCode === 'STORE_NOT_LOCATED';
    });
    await caller.locate(code, centre);
    await world.shopDatabase.query(
      `UPDATE driver_delivery SET "updatedAt" = "updatedAt" - interval '40 seconds' WHERE "orderCode" = $1`,
      [code],
    );
    await eventually('the order is submitted', async () => (await getState()).state !== 'NOT_LOCATED');
  },
};
