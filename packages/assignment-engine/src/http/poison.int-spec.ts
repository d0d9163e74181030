import { createHmac, randomUUID } from 'node:crypto';
import { sellerOrderReadyMessage } from '@driver-dispatch/contract';
import { nextPlace } from '../testing/places';
import { readyOrder, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;

type Party = 'vendure' | 'driverApp';

/** A body that is poison: whom it comes from, where to, its bytes, and the field that is to be named. */
interface Poison {
  party: Party;
  path: string;
  body: string | Buffer;
  field?: string;
  contentType?: string;
}

const NESTED = 100_000;
const deep = `${'['.repeat(NESTED)}${']'.repeat(NESTED)}`;
const deepObject = `${'{"a":'.repeat(NESTED)}1${'}'.repeat(NESTED)}`;

const app = (action: string, body: Poison['body'], field?: string): Poison => ({
  party: 'driverApp', path: `/v1/driver-app/${action}`, body, field,
});
const shop = (body: Poison['body'], field?: string): Poison => ({
  party: 'vendure', path: '/v1/webhooks/vendure', body, field,
});

/** A submission whose only order has one value replaced by JSON text as it stands. */
function order(field: string, json: string): Poison {
  const replaced: any = readyOrder({ lat: 10, lon: 10 });
  const names = field.split('.');
  const last = names.pop()!;
  names.reduce((value, name) => value[name], replaced)[last] = '@';
  const message = JSON.stringify(sellerOrderReadyMessage([replaced]));
  return shop(
    message.replace('"@"', () => json),
    field,
  );
}

const location = (point: string, recordedAt = '"2026-01-01T00:00:00Z"') =>
  `{"type":"driver.report_location","driverId":"ada","point":${point},"recordedAt":${recordedAt}}`;
const register = (name: string) => `{"type":"driver.register","driverId":"poison","name":${name}}`;
const locations = (items: string) => `{"type":"driver.report_locations","locations":${items}}`;

const poisons: [string, () => Poison][] = [
  ['100,000 arrays in each other', () => shop(deep)],
  ['100,000 objects in each other', () => shop(deepObject)],
  ['a deep value for a text', () => order('orderCode', deep)],
  ['a deep value for an object', () => order('pickup', deepObject)],
  ['a deep unknown field beside a wrong one', () => order('channelId', `1,"extra":${deep}`)],
  ['900 kB of opening brackets', () => shop('['.repeat(900_000))],
  ['NaN', () => app('location', location('{"lat":NaN,"lon":1}'))],
  ['Infinity', () => app('location', location('{"lat":1,"lon":-Infinity}'))],
  ['1e999', () => app('location', location('{"lat":1e999,"lon":1}'), 'point.lat')],
  ['-1e999', () => app('location', location('{"lat":1,"lon":-1e999}'), 'point.lon')],
  ['181 degrees', () => app('location', location('{"lat":1,"lon":181}'), 'point.lon')],
  ['91 degrees', () => app('location', location('{"lat":-91,"lon":1}'), 'point.lat')],
  ['(0, 0)', () => app('location', location('{"lat":0,"lon":0}'), 'point')],
  ['(-0, -0)', () => app('location', location('{"lat":-0,"lon":-0.0}'), 'point')],
  ['degrees as text', () => app('location', location('{"lat":"1","lon":1}'), 'point.lat')],
  [
    'a number of 100,000 digits',
    () => app('location', location(`{"lat":${'9'.repeat(100_000)},"lon":1}`), 'point.lat'),
  ],
  [
    'a time that is none',
    () => app('location', location('{"lat":1,"lon":1}', '"2026-02-30T25:00:00Z"'), 'recordedAt'),
  ],
  [
    'a time to come',
    () => app('location', location('{"lat":1,"lon":1}', '"9999-12-31T23:59:59Z"'), 'recordedAt'),
  ],
  ['a time as a number', () => app('location', location('{"lat":1,"lon":1}', '1e12'), 'recordedAt')],
  ['an infinite radius', () => order('searchRadiusMetres', '1e999')],
  ['a negative radius', () => order('searchRadiusMetres', '-1')],
  ['a lone high surrogate', () => app('register', register('"\\ud800"'), 'name')],
  ['a lone low surrogate', () => order('pickup.name', '"a\\udfffb"')],
  ['NUL in a text', () => app('register', register('"a\\u0000b"'), 'name')],
  ['NUL in an id', () => order('sellerOrderId', '"a\\u0000"')],
  ['NUL in an address', () => order('dropoff.address', '{"city":"a\\u0000"}')],
  ['a text that is too long', () => app('register', register(`"${'x'.repeat(500_000)}"`), 'name')],
  ['a text of blanks', () => app('register', register('" \\u2003 "'), 'name')],
  ['a bare line feed in a text', () => app('register', register('"a\nb"'))],
  ['an id with a path', () => order('sellerOrderId', '"../../etc/passwd"')],
  ['__proto__', () => app('register', `{"__proto__":{"admin":true},${register('"Eve"').slice(1)}`)],
  [
    '__proto__ deep inside',
    () => shop(order('pickup.address', '{"city":"Berlin","__proto__":{"x":1}}').body),
  ],
  ['__proto__ in escapes', () => app('register', `{"\\u005f_proto__":{"x":1},${register('"Eve"').slice(1)}`)],
  [
    'constructor.prototype',
    () => app('register', `{"constructor":{"prototype":{"x":1}},${register('"Eve"').slice(1)}`),
  ],
  ['constructor for a type', () => app('register', '{"type":"constructor"}', 'type')],
  ['toString for a type', () => shop('{"type":"toString"}', 'type')],
  ['no type', () => shop('{"data":{}}', 'type')],
  ['a type of a later version', () => shop('{"type":"seller_order.ready.v2","data":{}}', 'type')],
  ["another request's type", () => app('register', '{"type":"driver.heartbeat","driverId":"ada"}', 'type')],
  [
    'the path of a later version',
    () => ({ ...app('register', register('"Eve"')), path: '/v2/driver-app/register' }),
  ],
  ['no locations', () => app('locations', locations('[]'), 'locations')],
  ['1,001 locations', () => app('locations', locations(`[${Array(1_001).fill('{}').join()}]`), 'locations')],
  ['an object with a length for locations', () => app('locations', locations('{"length":1}'), 'locations')],
  ['an empty body', () => app('register', '')],
  ['blanks', () => app('register', '  \n ')],
  ['half a message', () => app('register', register('"Eve"').slice(0, -5))],
  ['a message and a half', () => app('register', `${register('"Eve"')}{"type"`)],
  ['a comment', () => app('register', `/**/${register('"Eve"')}`)],
  ['null', () => shop('null')],
  ['a number', () => shop('1e999')],
  ['a body in UTF-16', () => app('register', Buffer.from(register('"Eve"'), 'utf16le'))],
  ['bytes that are not UTF-8', () => app('register', Buffer.from(register('"\xff\xfe"'), 'latin1'))],
  ['an overlong slash', () => app('register', Buffer.from(register('"a\xc0\xafb"'), 'latin1'))],
  ['a surrogate in UTF-8', () => app('register', Buffer.from(register('"\xed\xa0\x80"'), 'latin1'))],
  [
    'a form',
    () => ({
      ...app('register', 'type=driver.register&driverId=poison&name=Eve'),
      contentType: 'application/x-www-form-urlencoded',
    }),
  ],
  ...['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'application/cbor'].map(
    (contentType): [string, () => Poison] => [
      `JSON that says it is ${contentType}`,
      () => ({ ...app('register', register('"Eve"')), contentType }),
    ],
  ),
  ['a body over the limit', () => app('register', register(`"Eve","padding":"${'x'.repeat(1_100_000)}"`))],
];

/** Posts bytes under a signature over these very bytes. */
async function post({ party, path, body, contentType = 'application/json' }: Poison) {
  const bytes = Buffer.from(body);
  const id = randomUUID();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const key = Buffer.from(engine.keys[party][0].replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(bytes).digest('base64');
  const response = await fetch(engine.url + path, {
    method: 'POST',
    headers: {
      'content-type': contentType,
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
    body: new Uint8Array(bytes),
  });
  const answer = (await response.json()) as Answer;
  // The only order of a submission is answered with its own result.
  const [result] = answer.results ?? [];
  return result?.error ? { status: 400, body: result } : { status: response.status, body: result ?? answer };
}

/** What is looked at of an answer, whatever it answers. */
interface Answer {
  results?: Answer[];
  status?: string;
  state?: string;
  duplicate?: boolean;
  refused: { index: number }[];
  error: { details: { issues: { path: string }[] } };
}

/** All that a message could have left behind. */
async function everything(): Promise<string> {
  const tables = ['drivers', 'deliveries', 'assignments', 'delivery_events', 'driver_status_history'];
  const counts = await Promise.all(
    tables.map((table) => engine.query(`SELECT count(*)::int FROM driver_dispatch.${table}`)),
  );
  return JSON.stringify(counts);
}

beforeAll(async () => {
  engine = await servers.engine();
  await engine.driverAt('ada', nextPlace());
});

describe('poison', () => {
  it.each(poisons)('%s is refused, stores nothing and harms no neighbour', async (_, make) => {
    const poison = make();
    const before = await everything();
    const neighbour = fetch(`${engine.url}/health/live`);
    const { status, body } = await post(poison);
    expect({ status, body: JSON.stringify(body).slice(0, 500) }).toMatchObject({
      status: poison.path.startsWith('/v2') ? 404 : poison.body.length > 1_048_576 ? 413 : 400,
    });
    if (poison.field) {
      const paths = body.error.details.issues.map(({ path }) => path);
      expect(paths).toContainEqual(expect.stringMatching(new RegExp(`^${poison.field}(\\.|$)`)));
    }
    expect((await neighbour).status).toBe(200);
    expect(await everything()).toBe(before);
    const right = await post(app('heartbeat', '{"type":"driver.heartbeat","driverId":"ada"}'));
    expect([right.status, right.body.status]).toEqual([200, 'AVAILABLE']);
  });

  it('is not to be found in a right message: unknown fields are dropped, however deep', async () => {
    const message = JSON.stringify(sellerOrderReadyMessage([readyOrder(nextPlace())]));
    const { status, body } = await post(shop(`{"extra":${deep},${message.slice(1)}`));
    expect([status, body.state]).toEqual([200, 'PENDING']);
    const again = await post(shop(message));
    expect([again.status, again.body.duplicate]).toEqual([200, true]);
  });

  it('among locations spoils no other', async () => {
    const here = nextPlace();
    const right = `{"driverId":"ada","point":${JSON.stringify(here)},"recordedAt":"${new Date().toISOString()}"}`;
    const wrong = [deep.slice(0, 400_000 / 8) + ']'.repeat(50_000), 'null', '{"driverId":"\\ud800"}'];
    const { status, body } = await post(app('locations', locations(`[${[...wrong, right].join()}]`)));
    expect(status).toBe(202);
    expect(body.refused.map(({ index }) => index)).toEqual([0, 1, 2]);
  });

  it("in an operator's body is refused as well", async () => {
    for (const body of [Buffer.from('{"name":"\xff"}', 'latin1'), Buffer.from(`{"name":${deep}}`)]) {
      const response = await fetch(`${engine.url}/v1/drivers/ada`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${engine.keys.operator[0]}`, 'content-type': 'application/json' },
        body: new Uint8Array(body),
      });
      expect(response.status).toBe(400);
    }
    expect((await engine.row('ada')).name).toBe('Driver ada');
  });

  it('was never a fault of the engine', () => {
    expect(engine.logged('error')).toEqual([]);
  });
});
