import {
  DriverAppClient,
  httpOperator,
  newSubmissionKey,
  proofPermitSchema,
  sellerOrderReadyMessage,
  SignedHttpClient,
  signInReplySchema,
  verifyProofPermit,
} from '@driver-dispatch/contract';
import { eventually, freePort, PostgresServer } from '@driver-dispatch/local-servers';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { certificateFor, type Certificate } from './certificate';
import { generateKeys } from './engine-keys';
import { startEngineService } from './engine-service';
import { closePublicServer, startPublicServer } from './public-server';
import { Teardown } from './teardown';

const POINT = { lat: 52.5, lon: 13.4 };

/** Path of the shop for proof images. */
const IMAGES_PATH = '/driver-dispatch/proof-images';

/** More unknown tokens than an address may send in five seconds. */
const MANY = 30;

describe('the engine as a service behind an HTTPS proxy', () => {
  const teardown = new Teardown();
  const keys = generateKeys();
  const images: { authorization?: string; bytes: Buffer }[] = [];
  let certificate: Certificate;
  let port: number;
  let engineUrl: string;

  beforeAll(async () => {
    const directory = mkdtempSync(join(tmpdir(), 'https-'));
    teardown.add('The certificate', async () => rmSync(directory, { recursive: true }));
    certificate = await certificateFor('127.0.0.1', directory);
    const postgres = await PostgresServer.start();
    teardown.add('PostgreSQL', () => postgres.stop());

    const shop = createServer((received, response) => {
      void buffer(received).then((bytes) => {
        if (received.url !== IMAGES_PATH) {
          // The events of the engine.
          response.end('{"results":[]}');
          return;
        }
        images.push({ authorization: received.headers.authorization, bytes });
        response.end('{"url":"https://shop/1"}');
      });
    }).listen(0, '127.0.0.1');
    await once(shop, 'listening');
    teardown.add('The shop', async () => shop.close());
    const shopUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;

    const enginePort = await freePort();
    engineUrl = `http://127.0.0.1:${enginePort}`;
    port = await freePort();
    const server = await startPublicServer({ port, certificate, shopUrl, engineUrl });
    teardown.add('The HTTPS server', () => closePublicServer(server));
    const publicUrl = `https://127.0.0.1:${port}`;
    await startEngineService(
      {
        databaseUrl: await postgres.createDatabase('engine'),
        port: enginePort,
        keys,
        shopUrl,
        driverUrls: { app: publicUrl, proofImages: publicUrl + IMAGES_PATH },
        driverApp: {},
        watch: false,
      },
      teardown,
    );
  }, 120_000);

  afterAll(() => teardown.run());

  async function open(path: string, { body, ...options }: RequestOptions & { body?: string | Buffer } = {}) {
    const sent = request({ host: '127.0.0.1', port, path, ca: certificate.cert, agent: false, ...options });
    sent.end(body);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return response;
  }

  const sendJson = async (method: string, path: string, token: string | undefined, body?: object) => {
    const response = await open(path, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
    });
    return { status: response.statusCode, body: JSON.parse(await text(response)) as unknown };
  };

  /** Signs a new driver in with the link of an invitation. Returns the token. */
  async function signIn(driverId: string): Promise<string> {
    const drivers = new DriverAppClient({ url: engineUrl, keys: keys.driverApp });
    const operator = httpOperator({ url: engineUrl, key: keys.operator[0]! });
    await drivers.register({ driverId, name: driverId });
    const { link } = await operator.inviteDriver(driverId);
    drivers.close();
    operator.close();
    const { origin, hash } = new URL(link!);
    expect(origin).toBe(`https://127.0.0.1:${port}`);
    const invitation = hash.replace('#invitation=', '');
    const { body } = await sendJson('POST', '/v1/driver/sessions', undefined, {
      invitation,
      deviceName: 'Phone',
    });
    return signInReplySchema.parse(body).token;
  }

  /** Submits an order as the shop does. */
  async function submitOrder(): Promise<void> {
    const vendure = new SignedHttpClient({ url: engineUrl, keys: keys.vendure });
    const order = {
      submissionKey: newSubmissionKey(),
      sellerOrderId: '1',
      orderCode: 'ORDER',
      channelId: '1',
      pickup: { name: 'Store', point: POINT, address: {}, readyAt: new Date().toISOString() },
      dropoff: { point: POINT, address: {} },
    };
    await vendure.post('/v1/webhooks/vendure', order.submissionKey, sellerOrderReadyMessage([order]));
    vendure.close();
  }

  it('signs a driver in, streams an assignment at once, and takes a photo', async () => {
    const token = await signIn('ada');
    const stream = await open('/v1/driver/events', { headers: { authorization: `Bearer ${token}` } });
    let received = '';
    stream.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
    const until = (value: string) =>
      eventually(
        () => Promise.resolve(received),
        (all) => all.includes(value),
      );
    await until('"status":"OFFLINE"');
    const duty = await sendJson('PUT', '/v1/driver/duty', token, { status: 'AVAILABLE', point: POINT });
    expect(duty).toMatchObject({ status: 200, body: { status: 'AVAILABLE' } });
    await submitOrder();
    const [, deliveryId] = /"deliveryId":"([^"]+)"/.exec(await until('"orderCode":"ORDER"'))!;
    stream.destroy();

    const { body } = await sendJson('POST', `/v1/driver/deliveries/${deliveryId}/proof-permit`, token);
    const { url, permit } = proofPermitSchema.parse(body);
    expect(verifyProofPermit(keys.proofImages, permit)).toEqual({ deliveryId, driverId: 'ada' });
    const photo = Buffer.alloc(3_000_000, 1);
    const uploaded = await open(url.replace(`https://127.0.0.1:${port}`, ''), {
      method: 'POST',
      headers: { authorization: `Bearer ${permit}`, 'content-type': 'image/jpeg' },
      body: photo,
    });
    expect(await text(uploaded)).toBe('{"url":"https://shop/1"}');
    const [image] = images;
    expect(images).toHaveLength(1);
    expect(image!.authorization).toBe(`Bearer ${permit}`);
    expect(image!.bytes.equals(photo)).toBe(true);
  });

  it('limits unknown tokens of one client address, and not those of others', async () => {
    const token = await signIn('bo');
    const getStatus = async (localAddress: string, sentToken: string) => {
      const headers = { authorization: `Bearer ${sentToken}` };
      const response = await open('/v1/driver/me', { localAddress, headers });
      response.resume();
      return response.statusCode;
    };
    const unknown = 'x'.repeat(43);
    const statuses: (number | undefined)[] = [];
    for (let i = 0; i < MANY && !statuses.includes(429); i++) {
      statuses.push(await getStatus('127.0.0.2', unknown));
    }
    expect(statuses).toContain(429);
    expect(await getStatus('127.0.0.3', unknown)).toBe(401);
    expect(await getStatus('127.0.0.3', token)).toBe(200);
  });
});
