import { once } from 'node:events';
import type { Arguments } from '../arguments';
import { CUSTOMER } from '../shop/catalog-of-berlin';
import { SUPERADMIN } from '../shop/marketplace-config';
import { startDevServer, type DevServer } from './dev-server';
import { showOrders } from './live-orders';
import { checkOrders } from './order-check';
import type { Teardown } from './teardown';

/** Simulated seconds in a real second: a person watches, a check is in a hurry. */
const TIME_SCALE = { watched: 60, check: 240 };

/** @returns the exit status */
export async function serve(
  args: Extract<Arguments, { command: 'serve' }>,
  teardown: Teardown,
  stop: AbortSignal,
): Promise<number> {
  const { port, drivers, engine, orders, exit } = args;
  console.log('Starting');
  const timeScale = exit ? TIME_SCALE.check : TIME_SCALE.watched;
  const server = await startDevServer({ port, drivers, engine, timeScale }, teardown);
  stop.throwIfAborted();
  console.log(welcome(server));
  if (exit) {
    const arrived = await checkOrders(server, orders ?? 0, stop);
    return arrived && !stop.aborted ? 0 : 1;
  }
  const shown = showOrders(server, orders, stop);
  await Promise.race([shown, once(stop, 'abort')]);
  return 0;
}

function welcome({ adminApiUrl, shopApiUrl, engineUrl, keys }: DevServer): string {
  return `
  Shop API      ${shopApiUrl}
  Admin API     ${adminApiUrl}
                log in as ${SUPERADMIN.identifier}, password ${SUPERADMIN.password}
  Customer      ${CUSTOMER.emailAddress}, password ${CUSTOMER.password}
  Engine        ${engineUrl}/health
                operator key ${keys.operator[0]}
  Ctrl-C stops everything.
`;
}
