import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { join } from 'node:path';
import { generateSigningKey, sellerOrderReadyMessage, SignedHttpClient } from '@driver-dispatch/contract';
import { freePort } from '@driver-dispatch/local-servers';
import { Client } from 'pg';
import { eventually, readyOrder } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

jest.setTimeout(120_000);

const ENGINE = join(__dirname, '../..');
const [app] = jest.requireActual(join(ENGINE, 'ecosystem.config.cjs')).apps;
const servers = useTestServers();

/** Does with node:cluster what PM2 does with the ecosystem file: forks, waits for `ready`, stops the old worker. */
class Cluster {
  private workers: Worker[] = [];

  constructor(private readonly env: Record<string, string>) {
    cluster.setupPrimary({ exec: join(ENGINE, app.script), args: [app.args], cwd: ENGINE, silent: true });
  }

  async start(): Promise<void> {
    this.workers = await Promise.all(Array.from({ length: app.instances }, () => this.fork()));
  }

  /** Replaces each worker. The old worker runs until the new one is ready. */
  async reload(): Promise<void> {
    for (const [index, old] of this.workers.entries()) {
      this.workers[index] = await this.fork();
      expect(await this.end(old)).toBe(0);
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.workers.map((worker) => this.end(worker)));
  }

  private async fork(): Promise<Worker> {
    const worker = cluster.fork(this.env);
    const [message] = await once(worker, 'message', { signal: AbortSignal.timeout(app.listen_timeout) });
    expect(message).toBe('ready');
    return worker;
  }

  /** @returns the exit code, or null if the worker was killed after the timeout */
  private async end(worker: Worker): Promise<number | null> {
    const exited = once(worker, 'exit');
    const overdue = setTimeout(() => worker.process.kill('SIGKILL'), app.kill_timeout);
    worker.process.kill('SIGINT');
    const [code] = await exited;
    clearTimeout(overdue);
    return code;
  }
}

it('answers every request during a reload of the workers', async () => {
  expect(app).toMatchObject({ exec_mode: 'cluster', instances: 2, wait_ready: true });
  const databaseUrl = await servers.database();
  const port = await freePort();
  const vendureKey = generateSigningKey();
  const engines = new Cluster({
    DATABASE_URL: databaseUrl,
    HOST: '127.0.0.1',
    PORT: String(port),
    WEBHOOK_URL: 'http://127.0.0.1:9/events',
    VENDURE_KEYS: vendureKey,
    WEBHOOK_KEYS: generateSigningKey(),
    LOG_LEVEL: 'error',
  });
  const client = new SignedHttpClient({ url: `http://127.0.0.1:${port}`, keys: [vendureKey] });
  const answered: string[] = [];
  const failures: unknown[] = [];
  let stopping = false;

  /** Sends orders one after the other until `stopping` is set. */
  const send = async (sender: number) => {
    for (let i = 0; !stopping; i++) {
      const sellerOrderId = `reload-${sender}-${i}`;
      try {
        await client.post(
          '/v1/webhooks/vendure',
          sellerOrderId,
          sellerOrderReadyMessage([readyOrder({ lat: 10, lon: 10 }, { sellerOrderId })]),
        );
        answered.push(sellerOrderId);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  try {
    await engines.start();
    const senders = Array.from({ length: 8 }, (_, sender) => send(sender));
    const more = async (count: number) => {
      const from = answered.length;
      await eventually(
        () => answered.length + failures.length,
        (length) => length >= from + count,
      );
    };
    await more(50);
    await engines.reload();
    await more(50);
    stopping = true;
    await Promise.all(senders);
  } finally {
    stopping = true;
    await engines.stop();
    client.close();
  }
  expect(failures).toEqual([]);
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  const { rows } = await database.query('SELECT count(*)::int AS count FROM driver_dispatch.deliveries');
  await database.end();
  expect(rows).toEqual([{ count: answered.length }]);
});
