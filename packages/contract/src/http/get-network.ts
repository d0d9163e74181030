/**
 * Returns the network that counts as one client: an IPv4 address, or the first 64 bits of an IPv6 address. One client
 * usually has a whole IPv6 network.
 */
export function getNetwork(address: string): string {
  const ipv4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (ipv4 !== undefined) {
    return ipv4;
  }
  const [head = [], tail = []] = address.split('::').map((part) => (part ? part.split(':') : []));
  const zeros = Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0');
  return [...head, ...zeros, ...tail].slice(0, 4).join(':');
}
