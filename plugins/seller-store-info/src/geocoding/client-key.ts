import { isIPv6 } from 'node:net';

/** Number of groups of an IPv6 address that identify its /64 network. */
const NETWORK_GROUPS = 4;

/**
 * Returns the rate-limit key of an IP address: the /64 network of an IPv6 address, the IPv4 address of an IPv4-mapped
 * one.
 */
export function getClientKey(ip: string): string {
  const [address = ''] = ip.split('%');
  if (!isIPv6(address)) {
    return ip;
  }
  const groups = parseGroups(address);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  return isMapped
    ? groups
        .slice(6)
        .flatMap((group) => [group >> 8, group & 0xff])
        .join('.')
    : `${groups
        .slice(0, NETWORK_GROUPS)
        .map((group) => group.toString(16))
        .join(':')}::/64`;
}

/** The eight groups of an IPv6 address. */
function parseGroups(address: string): number[] {
  // URL normalizes an embedded IPv4 address to two groups.
  const { hostname } = new URL(`http://[${address}]`);
  const [left = [], right = []] = hostname
    .slice(1, -1)
    .split('::')
    .map((part) => (part === '' ? [] : part.split(':').map((group) => parseInt(group, 16))));
  return [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
}
