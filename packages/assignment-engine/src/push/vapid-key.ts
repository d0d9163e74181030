import { createECDH, createPrivateKey, sign, type KeyObject } from 'node:crypto';

/** P-256. */
export const CURVE = 'prime256v1';

const PRIVATE_KEY_BYTES = 32;

/** Seconds for which a signature is valid; push services accept at most a day. */
const VALID_SECONDS = 12 * 60 * 60;

/** Generates a private key, base64url. */
export function newVapidKey(): string {
  const pair = createECDH(CURVE);
  pair.generateKeys();
  const key = pair.getPrivateKey();
  return Buffer.concat([Buffer.alloc(PRIVATE_KEY_BYTES - key.length), key]).toString('base64url');
}

/** The key that identifies the engine to push services (VAPID, RFC 8292). */
export class VapidKey {
  /** Uncompressed point of P-256, base64url. Browsers subscribe for it. */
  readonly publicKey: string;
  private readonly privateKey: KeyObject;

  /** @throws Error for an invalid key */
  constructor(key: string) {
    const pair = createECDH(CURVE);
    pair.setPrivateKey(Buffer.from(key, 'base64url'));
    const point = pair.getPublicKey();
    this.publicKey = point.toString('base64url');
    this.privateKey = createPrivateKey({
      format: 'jwk',
      key: {
        kty: 'EC',
        crv: 'P-256',
        d: key,
        x: point.subarray(1, 33).toString('base64url'),
        y: point.subarray(33).toString('base64url'),
      },
    });
  }

  /**
   * The `Authorization` header of a request to a push service.
   *
   * @param contact `mailto:` or `https:` URL for the operator of the push service
   */
  authorize(endpoint: URL, contact: string | undefined): string {
    const claims = {
      aud: endpoint.origin,
      exp: Math.floor(Date.now() / 1000) + VALID_SECONDS,
      ...(contact && { sub: contact }),
    };
    const content = [{ typ: 'JWT', alg: 'ES256' }, claims].map(encode).join('.');
    const signature = sign('sha256', Buffer.from(content), {
      key: this.privateKey,
      dsaEncoding: 'ieee-p1363',
    });
    return `vapid t=${content}.${signature.toString('base64url')}, k=${this.publicKey}`;
  }
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
