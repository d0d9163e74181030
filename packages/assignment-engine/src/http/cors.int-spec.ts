import type { TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
const ORIGIN = 'https://dispatch.example.com';

describe('CORS', () => {
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await servers.engine({ redis: false, http: { corsOrigins: [ORIGIN] } });
  });

  const request = (origin: string, method = 'GET') =>
    fetch(`${engine.url}/v1/drivers`, {
      method,
      headers: {
        origin,
        ...(method === 'OPTIONS'
          ? { 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' }
          : { authorization: `Bearer ${engine.keys.operator[0]}` }),
      },
    });

  it('allows requests from a configured origin', async () => {
    const preflight = await request(ORIGIN, 'OPTIONS');
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, POST, PUT, PATCH, DELETE');
    expect(preflight.headers.get('access-control-allow-headers')).toMatch(/authorization/i);
    const response = await request(ORIGIN);
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN);
  });

  it('refuses other origins, and requests without a key', async () => {
    expect(
      (await request('https://evil.example.com', 'OPTIONS')).headers.get('access-control-allow-origin'),
    ).not.toBe('https://evil.example.com');
    expect((await fetch(`${engine.url}/v1/drivers`, { headers: { origin: ORIGIN } })).status).toBe(401);
  });
});
