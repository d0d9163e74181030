import { networkInterfaces } from 'node:os';
import { UserError } from '@driver-dispatch/local-servers';

/**
 * Returns the IPv4 address of this computer in its local network.
 *
 * @throws UserError without a network
 */
export function localAddress(): string {
  const found = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal);
  if (!found) {
    throw new UserError('--host needs a network, but this computer has no IPv4 address in one.');
  }
  return found.address;
}
