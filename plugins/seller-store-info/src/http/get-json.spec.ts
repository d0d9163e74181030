import { JsonServer } from '../testing/json-server';
import { baseUrl } from './base-url';
import { getJson } from './get-json';

let server: JsonServer;
beforeEach(async () => {
  server = await JsonServer.start();
});
afterEach(() => server.stop());

const get = (timeoutMs = 2000, maxReplyBytes = 100) =>
  getJson(new URL(server.url), { headers: { 'x-test': '1' }, timeoutMs, maxReplyBytes });

describe('getJson', () => {
  it('sends the headers and parses the response', async () => {
    server.body = { a: 1 };
    expect(await get()).toEqual({ a: 1 });
    expect(server.requests[0]?.headers).toMatchObject({ accept: 'application/json', 'x-test': '1' });
  });

  it.each([
    ['another status', { status: 503 }, /status 503/],
    ['a redirect', { status: 302 }, /redirect/],
    ['invalid JSON', { body: '<html>' }, /sent no JSON/],
    ['a large response', { body: ['x'.repeat(101)] }, /longer than 100 bytes/],
    ['no response', { delayMs: 500 }, /aborted/, 200],
  ])('throws for %s', async (_name, reply, message, timeoutMs = 10_000) => {
    Object.assign(server, reply);
    await expect(get(timeoutMs)).rejects.toThrow(message);
  });
});

describe('baseUrl', () => {
  it('keeps the path of the URL', () => {
    expect(new URL('table/v1', baseUrl('url', 'https://maps.example.com/osrm')).href).toBe(
      'https://maps.example.com/osrm/table/v1',
    );
  });

  it.each(['ftp://example.com', 'https://user:secret@example.com', 'example.com'])('rejects %s', (url) => {
    expect(() => baseUrl('url', url)).toThrow(/^url must be/);
  });
});
