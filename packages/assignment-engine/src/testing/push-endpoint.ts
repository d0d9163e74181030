import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PushNotification } from '@driver-dispatch/contract';

/** A push service and the browsers that have subscribed at it. */
export class PushEndpoint {
  /** Decrypted notifications of all browsers. */
  readonly received: (PushNotification & { path: string; headers: Record<string, unknown> })[] = [];
  /** Status of the next replies. */
  status = 201;
  /** Requests that get no reply, to their end. */
  isHanging = false;
  requests = 0;
  private readonly browsers = new Map<string, TestBrowser>();

  private constructor(
    private readonly server: Server,
    readonly origin: string,
    private readonly applicationServerKey: () => string,
  ) {}

  /** @param applicationServerKey the public key of the engine, which signs the requests */
  static async start(applicationServerKey: () => string): Promise<PushEndpoint> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const endpoint = new PushEndpoint(server, origin, applicationServerKey);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        endpoint.requests += 1;
        if (endpoint.isHanging) {
          return;
        }
        if (endpoint.status < 300) {
          endpoint.verify(String(request.headers.authorization));
          const notification = endpoint.browsers.get(request.url!)!.decrypt(Buffer.concat(chunks));
          endpoint.received.push({ ...notification, path: request.url!, headers: request.headers });
        }
        response.writeHead(endpoint.status).end();
      });
    });
    return endpoint;
  }

  /** A browser subscribes. Returns the body of `PUT /v1/driver/push`. */
  subscribe(path = `/send/${randomBytes(8).toString('hex')}`) {
    const browser = new TestBrowser();
    this.browsers.set(path, browser);
    return { endpoint: this.origin + path, keys: browser.keys };
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Verifies the signature of RFC 8292. Throws for a wrong key, signature, audience or time. */
  private verify(authorization: string): void {
    const [, token = '', key = ''] = /^vapid t=([^,]+), k=(.+)$/.exec(authorization) ?? [];
    const [header, claims, signature] = token.split('.') as [string, string, string];
    const point = Buffer.from(key, 'base64url');
    const publicKey = createPublicKey({
      format: 'jwk',
      key: {
        kty: 'EC',
        crv: 'P-256',
        x: point.subarray(1, 33).toString('base64url'),
        y: point.subarray(33).toString('base64url'),
      },
    });
    const isSigned = verify(
      'sha256',
      Buffer.from(`${header}.${claims}`),
      { key: publicKey, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
    const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as {
      aud: string;
      exp: number;
      sub: string;
    };
    const validSeconds = exp - Date.now() / 1000;
    const isCurrent = validSeconds > 0 && validSeconds <= 24 * 3600;
    const isExpected =
      key === this.applicationServerKey() && aud === this.origin && sub.startsWith('mailto:');
    if (!isSigned || !isCurrent || !isExpected) {
      throw new Error('Wrong VAPID signature');
    }
  }
}

/** The keys of a browser's subscription. */
class TestBrowser {
  private readonly pair = createECDH('prime256v1');
  private readonly auth = randomBytes(16);

  constructor() {
    this.pair.generateKeys();
  }

  get keys() {
    return { p256dh: this.pair.getPublicKey('base64url'), auth: this.auth.toString('base64url') };
  }

  /** Decrypts as RFC 8188 and RFC 8291 specify. */
  decrypt(body: Buffer): PushNotification {
    const [salt, keyLength] = [body.subarray(0, 16), body[20]!];
    const senderKey = body.subarray(21, 21 + keyLength);
    const encrypted = body.subarray(21 + keyLength, -16);
    const derive = (secret: Buffer, by: Buffer, info: Buffer, bytes: number) =>
      Buffer.from(hkdfSync('sha256', secret, by, info, bytes));
    const keys = Buffer.concat([Buffer.from('WebPush: info\0'), this.pair.getPublicKey(), senderKey]);
    const secret = derive(this.pair.computeSecret(senderKey), this.auth, keys, 32);
    const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
    const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
    const decipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(body.subarray(-16));
    const padded = Buffer.concat([decipher.update(encrypted), decipher.final()]);
    return JSON.parse(padded.subarray(0, padded.lastIndexOf(2)).toString()) as PushNotification;
  }
}
