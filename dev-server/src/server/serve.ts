import { once } from 'node:events';
import { renderUnicodeCompact } from 'uqr';
import type { Arguments } from '../arguments';
import type { Outcome } from '../outcome';
import { CUSTOMER, sellerLogin, SELLERS } from '../shop/berlin-catalog';
import { SUPERADMIN } from '../shop/marketplace-config';
import { startDevServer, type DevServer } from './dev-server';
import { placeAndWatchOrders } from './place-and-watch-orders';
import { checkOrders } from './order-check';
import type { Teardown } from './teardown';

/** Simulated seconds per real second. With --exit the drivers move faster. */
const TIME_SCALE = { interactive: 4, check: 480 };

const PHONE_HINT = `
                on a phone in the same network; its browser warns about the certificate: continue`;

export async function serve(
  args: Extract<Arguments, { command: 'serve' }>,
  teardown: Teardown,
  stop: AbortSignal,
): Promise<Outcome> {
  const { port, drivers, engine, orders, exit, host, tiles, fresh, data, watch } = args;
  console.log('Starting the development server');
  const timeScale = exit ? TIME_SCALE.check : TIME_SCALE.interactive;
  const server = await startDevServer(
    { port, drivers, engine, timeScale, incidents: !exit, host, tiles, fresh, data, watch },
    teardown,
  );
  stop.throwIfAborted();
  console.log(welcome(server));
  if (server.publicUrl) {
    console.log(renderUnicodeCompact(server.invitationUrl, { border: 2 }));
  }
  if (exit) {
    return checkOrders(server, orders ?? 0, stop);
  }
  const orderLog = placeAndWatchOrders(server, orders, stop);
  await Promise.race([orderLog, once(stop, 'abort')]);
  return { exitCode: 0 };
}

function welcome(server: DevServer): string {
  const { adminApiUrl, shopApiUrl, dashboardUrl, trackingUrl, engineUrl, publicUrl, invitationUrl, keys } =
    server;
  const seller = sellerLogin(SELLERS[0]!);
  return `
  Dashboard     ${dashboardUrl}
                log in as ${SUPERADMIN.identifier}, password ${SUPERADMIN.password}
                or as a seller: ${seller.identifier}, password ${seller.password}
  Storefront    ${trackingUrl} (tracking page)
  Driver app    ${invitationUrl}
                signs you in as a driver, once${publicUrl ? PHONE_HINT : ''}
  Admin API     ${adminApiUrl}
  Shop API      ${shopApiUrl}
  Customer      ${CUSTOMER.emailAddress}, password ${CUSTOMER.password}
  Engine        ${engineUrl}/health
                operator key ${keys.operator[0]}
  Press Ctrl-C to stop.
`;
}
