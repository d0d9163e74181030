import { once } from 'node:events';
import { createServer, request as send, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createProofPermit, generateSigningKey, MAX_PROOF_IMAGE_BYTES } from '@driver-dispatch/contract';
import { isFromBrowser, permittedImage } from './permitted-image.middleware';

const key = generateSigningKey();
const proof = { deliveryId: '6f2c', driverId: 'ada' };
const bytes = Buffer.from('an image');
const image = { 'content-type': 'image/png' };
const bearer = (permit: string) => ({ authorization: `Bearer ${permit}` });
const { permit } = createProofPermit([key], proof);

describe('permittedImage', () => {
  let server: Server;
  let port: number;

  /** Starts a server behind the middleware that replies with the message it passes on. */
  beforeEach(async () => {
    const middleware = permittedImage([key]);
    server = createServer((request, response) => {
      void middleware(request, response, () => {
        const { body, messageId, hasPermit } = request as unknown as Record<string, unknown>;
        const { authorization = null } = request.headers;
        response.end(JSON.stringify({ body, messageId, hasPermit, authorization, method: request.method }));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  /** @param body null: the body does not arrive */
  async function post(headers: Record<string, string>, body: Buffer | null = bytes, method = 'POST') {
    const request = send({ port, host: '127.0.0.1', method, headers: { 'content-length': '8', ...headers } });
    if (body) {
      request.end(body);
    } else {
      request.flushHeaders();
    }
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const reply = { status: response.statusCode, ...JSON.parse(await text(response)) };
    request.on('error', () => undefined).destroy();
    return reply;
  }

  it('passes on the message of a signed request', async () => {
    expect(await post({ ...image, ...bearer(permit) })).toMatchObject({
      status: 200,
      messageId: 'permit',
      hasPermit: true,
      body: {
        type: 'delivery.proof_image',
        ...proof,
        contentType: 'image/png',
        image: bytes.toString('base64'),
      },
      // Vendure would search for a session.
      authorization: null,
    });
  });

  it.each([
    ['expired', createProofPermit([key], proof, new Date(0)).permit],
    ['of another key', createProofPermit([generateSigningKey()], proof).permit],
    ['altered', permit.replace(/^../, 'xx')],
  ])('rejects an image whose permit is %s before it arrives', async (_, wrong) => {
    const { status, error } = await post({ ...image, ...bearer(wrong) }, null);
    expect([status, error.code]).toEqual([401, 'unauthorized']);
  });

  it('rejects an image that is too large before it arrives', async () => {
    const length = { 'content-length': String(MAX_PROOF_IMAGE_BYTES + 1) };
    expect(await post({ ...image, ...bearer(permit), ...length }, null)).toMatchObject({ status: 413 });
  });

  it.each([
    ['a signed message', { 'content-type': 'application/json' }, 'POST'],
    ['an image without a permit', image, 'POST'],
    ['a CORS preflight request', {}, 'OPTIONS'],
  ])('passes on %s unchanged', async (_, headers, method) => {
    const reply = await post(headers, bytes, method);
    expect(reply).toEqual({ status: 200, method, authorization: null });
  });
});

it('distinguishes requests of browsers from signed ones', () => {
  const from = (method: string, headers: object) => isFromBrowser({ method, headers } as IncomingMessage);
  expect(from('OPTIONS', {})).toBe(true);
  expect(from('POST', { ...image, ...bearer(permit) })).toBe(true);
  expect(from('POST', { 'content-type': 'application/json', ...bearer(permit) })).toBe(false);
  expect(from('POST', image)).toBe(false);
});
