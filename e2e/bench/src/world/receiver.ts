import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DeliveryEventBatch, DeliveryEventResults } from '@driver-dispatch/contract';

/**
 * Takes the engine's events as Vendure's webhook would, and answers at once: a process of its own, so that the price
 * of telling Vendure is the engine's alone. Asked for anything, it says how many different events it has been told.
 */
const told = new Set<string>();

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { data } = JSON.parse(Buffer.concat(chunks).toString()) as DeliveryEventBatch;
    data.events.forEach(({ id }) => told.add(id));
    const reply: DeliveryEventResults = { results: data.events.map(({ id }) => ({ id, result: 'applied' })) };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
  });
});

server.listen(0, '127.0.0.1', () => {
  process.send!({ port: (server.address() as AddressInfo).port });
});

process.once('disconnect', () => process.exit());

let asked = 0;
process.on('message', () => {
  // The first message is the task, and there is nothing in it.
  if (asked++ > 0) {
    process.send!({ told: told.size });
  }
});
