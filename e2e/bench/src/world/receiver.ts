import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  EVENTS_RECONCILE_PATH,
  type DeliveryEventBatch,
  type DeliveryEventResults,
  type ReconcileDeliveries,
  type ReconcileReply,
} from '@driver-dispatch/contract';
import { runTask } from '../processes/task';
import { SINGLE_EVENTS, type Received } from './received';

/** Acknowledges events immediately, in a separate process. Returns its counts on request. */
async function receive(): Promise<{ port: number }> {
  const ids = new Set<string>();
  let requests = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const respond = (reply?: object) => response.end(reply && JSON.stringify(reply));
      const body = () => JSON.parse(Buffer.concat(chunks).toString()) as unknown;
      response.setHeader('content-type', 'application/json');
      if (request.url!.endsWith(EVENTS_RECONCILE_PATH)) {
        respond(confirm(body() as ReconcileDeliveries));
        return;
      }
      requests++;
      if (request.url!.endsWith(SINGLE_EVENTS)) {
        ids.add(String(request.headers['webhook-id']));
        respond();
        return;
      }
      const { events } = (body() as DeliveryEventBatch).data;
      events.forEach(({ id }) => ids.add(id));
      respond({
        results: events.map(({ id }) => ({ id, result: 'applied' })),
      } satisfies DeliveryEventResults);
    });
  });
  process.on('message', () => process.send!({ events: ids.size, requests } satisfies Received));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port };
}

/** Returns each delivery unchanged, so that the engine finds no mismatch. */
function confirm({ data }: ReconcileDeliveries): ReconcileReply {
  return { deliveries: data.deliveries.map((delivery) => ({ ...delivery, known: true as const })) };
}

runTask(receive);
