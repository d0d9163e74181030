import { createHmac, randomUUID } from 'node:crypto';
import { sellerOrderReadyMessage } from '@driver-dispatch/contract';
import { nextPoint } from '../testing/points';
import { readyOrder, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;

type Party = 'vendure' | 'driverApp';

/** A malformed message: sender, path, body, and the field that the error must name. */
interface Malformed {
  party: Party;
  path: string;
  body: string | Buffer;
  field?: string;
  contentType?: string;
}

const NESTED = 100_000;
const deep = `${'['.repeat(NESTED)}${']'.repeat(NESTED)}`;
const deepObject = `${'{"a":'.repeat(NESTED)}1${'}'.repeat(NESTED)}`;

const app = (action: string, body: Malformed['body'], field?: string): Malformed => ({
  party: 'driverApp',
  path: `/v1/driver-app/${action}`,
  body,
  field,
});
const shop = (body: Malformed['body'], field?: string): Malformed => ({
  party: 'vendure',
  path: '/v1/webhooks/vendure',
  body,
  field,
});

/** A submission of one order with the value of a field replaced by raw JSON text. */
function order(field: string, json: string): Malformed {
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
const register = (name: string) => `{"type":"driver.register","driverId":"malformed","name":${name}}`;
const locations = (items: string) => `{"type":"driver.report_locations","locations":${items}}`;

const messages: [string, () => Malformed][] = [
  ['100,000 nested arrays', () => shop(deep)],
  ['100,000 nested objects', () => shop(deepObject)],
  ['a nested array for a string', () => order('orderCode', deep)],
  ['nested objects for an object', () => order('pickup', deepObject)],
  ['an invalid field and a nested unknown field', () => order('channelId', `1,"extra":${deep}`)],
  ['900 kB of opening brackets', () => shop('['.repeat(900_000))],
  ['NaN', () => app('location', location('{"lat":NaN,"lon":1}'))],
  ['Infinity', () => app('location', location('{"lat":1,"lon":-Infinity}'))],
  ['1e999', () => app('location', location('{"lat":1e999,"lon":1}'), 'point.lat')],
  ['-1e999', () => app('location', location('{"lat":1,"lon":-1e999}'), 'point.lon')],
  ['181 degrees', () => app('location', location('{"lat":1,"lon":181}'), 'point.lon')],
  ['91 degrees', () => app('location', location('{"lat":-91,"lon":1}'), 'point.lat')],
  ['(0, 0)', () => app('location', location('{"lat":0,"lon":0}'), 'point')],
  ['(-0, -0)', () => app('location', location('{"lat":-0,"lon":-0.0}'), 'point')],
  ['degrees as a string', () => app('location', location('{"lat":"1","lon":1}'), 'point.lat')],
  [
    'a number of 100,000 digits',
    () => app('location', location(`{"lat":${'9'.repeat(100_000)},"lon":1}`), 'point.lat'),
  ],
  [
    'an invalid time',
    () => app('location', location('{"lat":1,"lon":1}', '"2026-02-30T25:00:00Z"'), 'recordedAt'),
  ],
  [
    'a time in the future',
    () => app('location', location('{"lat":1,"lon":1}', '"9999-12-31T23:59:59Z"'), 'recordedAt'),
  ],
  ['a time as a number', () => app('location', location('{"lat":1,"lon":1}', '1e12'), 'recordedAt')],
  ['an infinite radius', () => order('searchRadiusMetres', '1e999')],
  ['a negative radius', () => order('searchRadiusMetres', '-1')],
  ['a lone high surrogate', () => app('register', register('"\\ud800"'), 'name')],
  ['a lone low surrogate', () => order('pickup.name', '"a\\udfffb"')],
  ['NUL in a string', () => app('register', register('"a\\u0000b"'), 'name')],
  ['NUL in an id', () => order('sellerOrderId', '"a\\u0000"')],
  ['NUL in an address', () => order('dropoff.address', '{"city":"a\\u0000"}')],
  ['a string that is too long', () => app('register', register(`"${'x'.repeat(500_000)}"`), 'name')],
  ['a blank string', () => app('register', register('" \\u2003 "'), 'name')],
  ['an unescaped line feed in a string', () => app('register', register('"a\nb"'))],
  ['a path as an id', () => order('sellerOrderId', '"../../etc/passwd"')],
  ['__proto__', () => app('register', `{"__proto__":{"admin":true},${register('"Eve"').slice(1)}`)],
  ['nested __proto__', () => shop(order('pickup.address', '{"city":"Berlin","__proto__":{"x":1}}').body)],
  ['escaped __proto__', () => app('register', `{"\\u005f_proto__":{"x":1},${register('"Eve"').slice(1)}`)],
  [
    'constructor.prototype',
    () => app('register', `{"constructor":{"prototype":{"x":1}},${register('"Eve"').slice(1)}`),
  ],
  ['constructor as the type', () => app('register', '{"type":"constructor"}', 'type')],
  ['toString as the type', () => shop('{"type":"toString"}', 'type')],
  ['no type', () => shop('{"data":{}}', 'type')],
  ['a type of a later version', () => shop('{"type":"seller_order.ready.v2","data":{}}', 'type')],
  [
    'the type of another request',
    () => app('register', '{"type":"driver.heartbeat","driverId":"ada"}', 'type'),
  ],
  [
    'the path of a later version',
    () => ({ ...app('register', register('"Eve"')), path: '/v2/driver-app/register' }),
  ],
  ['no locations', () => app('locations', locations('[]'), 'locations')],
  ['1,001 locations', () => app('locations', locations(`[${Array(1_001).fill('{}').join()}]`), 'locations')],
  ['an object with a length as locations', () => app('locations', locations('{"length":1}'), 'locations')],
  ['an empty body', () => app('register', '')],
  ['a blank body', () => app('register', '  \n ')],
  ['an incomplete message', () => app('register', register('"Eve"').slice(0, -5))],
  ['a message with trailing text', () => app('register', `${register('"Eve"')}{"type"`)],
  ['a comment', () => app('register', `/**/${register('"Eve"')}`)],
  ['null', () => shop('null')],
  ['a number', () => shop('1e999')],
  ['a body in UTF-16', () => app('register', Buffer.from(register('"Eve"'), 'utf16le'))],
  ['bytes that are not UTF-8', () => app('register', Buffer.from(register('"\xff\xfe"'), 'latin1'))],
  ['an overlong UTF-8 slash', () => app('register', Buffer.from(register('"a\xc0\xafb"'), 'latin1'))],
  ['a surrogate in UTF-8', () => app('register', Buffer.from(register('"\xed\xa0\x80"'), 'latin1'))],
  [
    'a form',
    () => ({
      ...app('register', 'type=driver.register&driverId=malformed&name=Eve'),
      contentType: 'application/x-www-form-urlencoded',
    }),
  ],
  ...['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'application/cbor'].map(
    (contentType): [string, () => Malformed] => [
      `JSON with the content type ${contentType}`,
      () => ({ ...app('register', register('"Eve"')), contentType }),
    ],
  ),
  ['a body over the limit', () => app('register', register(`"Eve","padding":"${'x'.repeat(1_100_000)}"`))],
];

/** Posts a body with a valid signature. */
async function post({ party, path, body, contentType = 'application/json' }: Malformed) {
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
  const reply = (await response.json()) as Reply;
  // A submission of one order has one result.
  const [result] = reply.results ?? [];
  return result?.error ? { status: 400, body: result } : { status: response.status, body: result ?? reply };
}

/** The checked fields of all kinds of replies. */
interface Reply {
  results?: Reply[];
  status?: string;
  state?: string;
  duplicate?: boolean;
  refused: { index: number }[];
  error: { details: { issues: { path: string }[] } };
}

/** Row counts of the tables that a message could change. */
async function rowCounts(): Promise<string> {
  const tables = ['drivers', 'deliveries', 'assignments', 'delivery_events', 'driver_status_history'];
  const counts = await Promise.all(
    tables.map((table) => engine.query(`SELECT count(*)::int FROM driver_dispatch.${table}`)),
  );
  return JSON.stringify(counts);
}

beforeAll(async () => {
  engine = await servers.engine();
  await engine.driverAt('ada', nextPoint());
});

describe('malformed messages', () => {
  it.each(messages)('are refused without changes: %s', async (_, make) => {
    const message = make();
    const before = await rowCounts();
    const concurrent = fetch(`${engine.url}/health/live`);
    const { status, body } = await post(message);
    expect({ status, body: JSON.stringify(body).slice(0, 500) }).toMatchObject({
      status: message.path.startsWith('/v2') ? 404 : message.body.length > 1_048_576 ? 413 : 400,
    });
    if (message.field) {
      const paths = body.error.details.issues.map(({ path }) => path);
      expect(paths).toContainEqual(expect.stringMatching(new RegExp(`^${message.field}(\\.|$)`)));
    }
    expect((await concurrent).status).toBe(200);
    expect(await rowCounts()).toBe(before);
    const valid = await post(app('heartbeat', '{"type":"driver.heartbeat","driverId":"ada"}'));
    expect([valid.status, valid.body.status]).toEqual([200, 'AVAILABLE']);
  });

  it('do not include messages with unknown fields, which are dropped', async () => {
    const message = JSON.stringify(sellerOrderReadyMessage([readyOrder(nextPoint())]));
    const { status, body } = await post(shop(`{"extra":${deep},${message.slice(1)}`));
    expect([status, body.state]).toEqual([200, 'PENDING']);
    const again = await post(shop(message));
    expect([again.status, again.body.duplicate]).toEqual([200, true]);
  });

  it('in a list of locations do not affect the other locations', async () => {
    const here = nextPoint();
    const valid = `{"driverId":"ada","point":${JSON.stringify(here)},"recordedAt":"${new Date().toISOString()}"}`;
    const malformed = [deep.slice(0, 400_000 / 8) + ']'.repeat(50_000), 'null', '{"driverId":"\\ud800"}'];
    const { status, body } = await post(app('locations', locations(`[${[...malformed, valid].join()}]`)));
    expect(status).toBe(202);
    expect(body.refused.map(({ index }) => index)).toEqual([0, 1, 2]);
  });

  it('of operators are refused as well', async () => {
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

  it('are not logged as errors', () => {
    expect(engine.logged('error')).toEqual([]);
  });
});
