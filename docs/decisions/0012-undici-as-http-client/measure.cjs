// Measures the CPU time per POST of an event-sized body, for the client and the server, by HTTP client. After `npm run build`:
//
//   node docs/decisions/0012-undici-as-http-client/measure.cjs
const { fork } = require('node:child_process');
const http = require('node:http');
const { createRequire } = require('node:module');
const { join } = require('node:path');

const ROOT = join(__dirname, '../../..');
const contract = createRequire(join(ROOT, 'packages/contract/package.json'));
const maps = createRequire(join(ROOT, 'plugins/seller-store-info/package.json'));

const REQUESTS = 20_000;
const WARM_UP = 3_000;
const CONCURRENCY = 16;

const body = JSON.stringify({ type: 'delivery.assigned', data: { filling: 'x'.repeat(600) } });
const headers = {
  'content-type': 'application/json',
  'webhook-id': 'id',
  'webhook-timestamp': '1700000000',
  'webhook-signature': 'v1,signature',
};

if (process.argv[2] === 'server') {
  serve();
} else {
  void measure();
}

function serve() {
  const server = http.createServer((request, response) => {
    request.on('data', () => undefined);
    request.on('end', () => response.writeHead(204).end());
  });
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
  process.on('message', () => process.send({ cpu: process.cpuUsage() }));
}

async function clients(url) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONCURRENCY });
  const { default: fetch } = await import(maps.resolve('node-fetch'));
  const { Pool } = contract('undici');
  const pool = new Pool(url, { connections: CONCURRENCY });
  const { SignedHttpClient } = contract('./dist/http/signed-http-client.js');
  const { JsonHttpClient } = contract('./dist/http/json-http-client.js');
  const json = new JsonHttpClient({ url, maxSockets: CONCURRENCY });
  const { generateSigningKey } = contract('.');
  const signed = new SignedHttpClient({ url, keys: [generateSigningKey()], maxSockets: CONCURRENCY });
  return {
    'node-fetch with an agent': async () => {
      const abort = new AbortController();
      const timer = setTimeout(() => abort.abort(), 10_000);
      const reply = await fetch(url, { method: 'POST', body, headers, agent, signal: abort.signal });
      await reply.text();
      clearTimeout(timer);
    },
    'node:http with an agent': () =>
      new Promise((resolve, reject) => {
        const length = { 'content-length': Buffer.byteLength(body) };
        const request = http.request(url, { method: 'POST', agent, headers: { ...headers, ...length } });
        request.on('response', (response) => response.on('end', resolve).resume());
        request.on('error', reject).end(body);
      }),
    'undici.request': async () => {
      const reply = await pool.request({ path: '/', method: 'POST', body, headers });
      await reply.body.text();
    },
    'JsonHttpClient, with timeout and size limit': () => json.request('', { method: 'POST', body, headers }),
    'SignedHttpClient, with signature': () => signed.post('', 'id', JSON.parse(body)),
  };
}

async function measure() {
  const server = fork(__filename, ['server']);
  const answer = () => new Promise((resolve) => server.once('message', resolve));
  const { port } = await answer();
  const serverCpu = async () => {
    const answered = answer();
    server.send('cpu');
    const { user, system } = (await answered).cpu;
    return user + system;
  };
  for (const [name, send] of Object.entries(await clients(`http://127.0.0.1:${port}/`))) {
    await sendMany(send, WARM_UP);
    const [client, other] = [process.cpuUsage(), await serverCpu()];
    await sendMany(send, REQUESTS);
    const { user, system } = process.cpuUsage(client);
    const micros = [(user + system) / REQUESTS, ((await serverCpu()) - other) / REQUESTS];
    console.log(`${name}: client ${micros[0].toFixed(0)} µs, server ${micros[1].toFixed(0)} µs per request`);
  }
  server.kill();
  process.exit();
}

async function sendMany(send, count) {
  let left = count;
  const one = async () => {
    while (left-- > 0) {
      await send();
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, one));
}
