import { generateSigningKey, signMessage } from '@driver-dispatch/contract';
import type { TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();

/** More requests than a limit of one per second allows in five seconds. */
const MANY = 30;

describe('a party over its rate limit', () => {
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await servers.engine({ rateLimits: { vendure: 1, driverApp: 1, operator: 1 } });
  });

  const driverApp = (keys: string[]) => {
    const body = JSON.stringify({ type: 'driver.heartbeat', driverId: 'unknown' });
    return fetch(`${engine.url}/v1/driver-app/heartbeat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signMessage(keys, 'msg_1', body) },
      body,
    });
  };
  const vendure = (keys: string[]) => {
    const body = '{}';
    return fetch(`${engine.url}/v1/webhooks/vendure`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signMessage(keys, 'msg_1', body) },
      body,
    });
  };
  const operator = ([key]: string[]) =>
    fetch(`${engine.url}/v1/drivers`, { headers: { authorization: `Bearer ${key}` } });

  it.each([
    ['vendure', vendure, 400],
    ['driverApp', driverApp, 404],
    ['operator', operator, 200],
  ] as const)('gets 429 with retry-after: %s', async (party, request, usual) => {
    for (let i = 0; i < MANY; i++) {
      expect((await request([generateSigningKey()])).status).toBe(401);
    }
    expect((await request(engine.keys[party])).status).toBe(usual);
    let refused: Response | undefined;
    for (let i = 0; i < MANY && refused?.status !== 429; i++) {
      refused = await request(engine.keys[party]);
    }
    expect(refused!.status).toBe(429);
    expect(await refused!.json()).toMatchObject({ error: { code: 'rate_limited' } });
    expect(refused!.headers.get('retry-after')).toMatch(/^[1-5]$/);
  });
});
