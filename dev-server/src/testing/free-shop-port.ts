import { randomInt } from 'node:crypto';
import { DASHBOARD_PORT_OFFSET, ENGINE_PORT_OFFSET } from '../arguments';
import { assertPortFree } from '../server/assert-port-free';

/**
 * Returns a port for the shop, whose other ports are free too. It is below the ports that Linux, macOS and Windows give to
 * connections of other programs, which could take one of them before the shop starts.
 */
export async function freeShopPort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const ports = [port, port + DASHBOARD_PORT_OFFSET, port + ENGINE_PORT_OFFSET];
    const free = await Promise.allSettled(ports.map((each) => assertPortFree(each, 'a test')));
    if (free.every(({ status }) => status === 'fulfilled')) {
      return port;
    }
  }
}
