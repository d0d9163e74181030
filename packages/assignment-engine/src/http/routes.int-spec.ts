import { generateSigningKey, signMessage } from '@driver-dispatch/contract';
import { DriverDevice } from '../testing/driver-device';
import { routesOf, type Route } from '../testing/routes';
import type { TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;

type Role = 'vendure' | 'driverApp' | 'driver' | 'operator' | 'metrics';
type Headers = Record<string, string>;

const reads = (path: string) => [`GET ${path}`, `HEAD ${path}`];

/** Routes that intentionally need no key. */
const OPEN = [
  ...['/health', '/health/live', '/health/ready'].flatMap(reads),
  // The driver app. The router prints `/driver/*` without its second slash.
  ...['/driver', '/driver/config.json', '/driver*'].flatMap(reads),
  'POST /v1/driver/sessions',
];
/** Routes with a secret in the path instead of a key. */
const SECRET_IN_PATH = ['POST /v1/track/any'];
/** Routes that a metrics key may use. */
const METRICS = reads('/metrics');

/** Tokens of sessions, as a request may end its session. */
let tokens: string[];

beforeAll(async () => {
  engine = await servers.engine({ rateLimits: { driver: 0, guesses: 0 } });
  await engine.drivers.register({ driverId: 'ada', name: 'Ada' });
  const devices = guardedRoutes().map(() => DriverDevice.signIn(engine, 'ada'));
  tokens = (await Promise.all(devices)).map(({ token }) => token);
});

/** Each method and path of the router, with `any` for parameters. */
function routes(): Route[] {
  return routesOf(engine).map(({ method, path }) => ({ method, path: path.replaceAll(/:\w+/g, 'any') }));
}

const getName = ({ method, path }: Route) => `${method} ${path}`;
const guardedRoutes = () => routes().filter((route) => !OPEN.includes(getName(route)));

function getRole(route: Route): Role {
  const { path } = route;
  if (path.startsWith('/v1/driver-app/')) {
    return 'driverApp';
  }
  if (path.startsWith('/v1/driver/')) {
    return 'driver';
  }
  if (path.startsWith('/v1/webhooks/vendure')) {
    return 'vendure';
  }
  return METRICS.includes(getName(route)) ? 'metrics' : 'operator';
}

const body = '{}';
const signed = (key: string): Headers => ({ ...signMessage([key], `msg_${Math.random()}`, body) });
const bearer = (key: string): Headers => ({ authorization: `Bearer ${key}` });

/** Headers of a request with the key of a role. */
const credentials: Record<Role | 'webhook', () => Headers> = {
  vendure: () => signed(engine.keys.vendure[0]),
  driverApp: () => signed(engine.keys.driverApp[0]),
  webhook: () => signed(engine.keys.webhook[0]),
  operator: () => bearer(engine.keys.operator[0]),
  metrics: () => bearer(engine.keys.metrics[0]),
  driver: () => bearer(tokens.at(-1)!),
};

async function getStatus({ method, path }: Route, headers: Headers): Promise<number> {
  const hasBody = !['GET', 'HEAD'].includes(method);
  const response = await fetch(engine.url + path, {
    method,
    headers: { ...headers, ...(hasBody ? { 'content-type': 'application/json' } : {}) },
    ...(hasBody ? { body } : {}),
  });
  await response.body?.cancel();
  return response.status;
}

it('finds the routes of the router', () => {
  const known = routes().map(getName);
  expect(known.length).toBeGreaterThan(30);
  for (const route of [
    'GET /metrics',
    'POST /v1/driver-app/heartbeat',
    'POST /v1/webhooks/vendure',
    'POST /v1/webhooks/vendure/reconcile',
    'PATCH /v1/drivers/any',
    'POST /v1/deliveries/any/reassign',
    'POST /v1/dead-letters/replay',
    'GET /v1/driver/events',
    'POST /v1/driver/deliveries/any/complete',
  ]) {
    expect(known).toContain(route);
  }
});

it('refuses every request without a key, with a wrong key, and with a key of another role', async () => {
  const wrong: [string, () => Headers][] = [
    ['no key', () => ({})],
    ['a wrong signing key', () => signed(generateSigningKey())],
    ['a wrong bearer key', () => bearer('a-wrong-operator-key-of-some-length')],
  ];
  const answers = guardedRoutes().flatMap((route) => {
    const role = getRole(route);
    // An operator may read metrics.
    const others = (Object.keys(credentials) as (Role | 'webhook')[]).filter(
      (other) => other !== role && !(role === 'metrics' && other === 'operator'),
    );
    const attempts = [
      ...wrong,
      ...others.map((other): [string, () => Headers] => [`the key of ${other}`, credentials[other]]),
    ];
    return attempts.map(async ([what, headers]) => {
      return `${getName(route)} with ${what}: ${await getStatus(route, headers())}`;
    });
  });
  const admitted = (await Promise.all(answers)).filter((answer) => !answer.endsWith(': 401'));
  expect(admitted).toEqual([]);
});

it('admits the key of the route itself', async () => {
  const keyed = guardedRoutes().filter((route) => !SECRET_IN_PATH.includes(getName(route)));
  const answers = keyed.map(async (route) => {
    const role = getRole(route);
    const headers = role === 'driver' ? bearer(tokens.pop()!) : credentials[role]();
    return `${getName(route)}: ${await getStatus(route, headers)}`;
  });
  const refused = (await Promise.all(answers)).filter((answer) => /: (401|403|5\d\d)$/.test(answer));
  expect(refused).toEqual([]);
});

it('lets a metrics key and an operator read the metrics', async () => {
  const metrics = { method: 'GET', path: '/metrics' };
  expect(await getStatus(metrics, credentials.metrics())).toBe(200);
  expect(await getStatus(metrics, credentials.operator())).toBe(200);
});
