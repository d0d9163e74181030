import { generateSigningKey, signMessage } from '@driver-dispatch/contract';
import type { TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();

/** More than five seconds' allowance of one request a second. */
const MANY = 30;

describe('a party that sends too much', () => {
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await servers.engine({ rateLimits: { vendure: 1, driverApp: 1, operator: 1 } });
  });

  const driverApp = (keys: string[]) => {
    const body = JSON.stringify({ type: 'driver.heartbeat', driverId: 'nobody' });
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
  ] as const)('is told when to come again: %s', async (party, ask, usual) => {
    for (let i = 0; i < MANY; i++) {
      expect((await ask([generateSigningKey()])).status).toBe(401);
    }
    expect((await ask(engine.keys[party])).status).toBe(usual);
    let refused: Response | undefined;
    for (let i = 0; i < MANY && refused?.status !== 429; i++) {
      refused = await ask(engine.keys[party]);
    }
    expect(refused!.status).toBe(429);
    expect(await refused!.json()).toMatchObject({ error: { code: 'rate_limited' } });
    expect(refused!.headers.get('retry-after')).toMatch(/^[1-5]$/);
  });
});
