import { isIPv6 } from 'node:net';

const MAPPED = '0:0:0:0:0:ffff';

/**
 * Returns the network that counts as one client: an IPv4 address, also if it is mapped to IPv6, or the first 64 bits of an
 * IPv6 address. One client usually has a whole IPv6 network.
 */
export function getNetwork(address: string): string {
  const [ip = ''] = address.split('%');
  if (!isIPv6(ip)) {
    return address;
  }
  // URL normalizes the groups, and an embedded IPv4 address to two groups.
  const { hostname } = new URL(`http://[${ip}]`);
  const parts = hostname.slice(1, -1).split('::');
  const [head = [], tail = []] = parts.map((part) => (part ? part.split(':') : []));
  const zeros = Array<string>(8 - head.length - tail.length).fill('0');
  const groups = [...head, ...zeros, ...tail];
  return groups.slice(0, 6).join(':') === MAPPED
    ? groups.slice(6).map(toDecimals).join('.')
    : groups.slice(0, 4).join(':');
}

function toDecimals(group: string): string {
  const value = parseInt(group, 16);
  return `${value >> 8}.${value & 0xff}`;
}
