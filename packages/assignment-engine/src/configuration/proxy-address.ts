import { isIP } from 'node:net';

/** Named ranges: 127.0.0.1/8 and ::1; 169.254.0.0/16 and fe80::/10; private networks. */
const RANGES = ['loopback', 'linklocal', 'uniquelocal'];

/** Whether a text is an IP address, a range such as `10.0.0.0/8`, or the name of a range. */
export function isProxyAddress(text: string): boolean {
  const [address = '', length, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || length === undefined) {
    return version !== 0 || RANGES.includes(text);
  }
  const bits = version === 4 ? 32 : 128;
  return more.length === 0 && /^\d+$/.test(length) && Number(length) >= 1 && Number(length) <= bits;
}
