import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from './free-port';
import { RedisServer } from './redis-server';

const SLOTS = 16_384;
const MASTERS = 3;

/** Time without an answer after which a node counts as failed, in ms. */
const NODE_TIMEOUT_MS = 3_000;

const TIMEOUT_MS = 30_000;

/** Three masters with one replica each, as six processes on the loopback interface. Needs Redis 7 or Valkey. */
export class RedisCluster {
  private constructor(
    private readonly directory: string,
    private readonly servers: RedisServer[],
  ) {}

  /** @returns once every slot is served and every replica is in sync */
  static async start(): Promise<RedisCluster> {
    const directory = await mkdtemp(join(tmpdir(), 'redis-cluster-'));
    const cluster = new RedisCluster(directory, []);
    try {
      const busPorts: number[] = [];
      for (let i = 0; i < 2 * MASTERS; i += 1) {
        busPorts.push(await cluster.addNode());
      }
      await cluster.join(busPorts);
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** Starts one node without slots, as an incomplete cluster. */
  static async startUnjoined(): Promise<RedisCluster> {
    const cluster = new RedisCluster(await mkdtemp(join(tmpdir(), 'redis-cluster-')), []);
    await cluster.addNode();
    return cluster;
  }

  get urls(): string[] {
    return this.servers.map(({ url }) => url);
  }

  /** Returns the master that serves a key. */
  async masterOf(key: string): Promise<RedisServer> {
    const alive = this.servers.find(({ running }) => running)!;
    return withClient(alive, async (client) => {
      const slot = Number(await client.cluster('KEYSLOT', key));
      const ranges = await client.cluster('SLOTS');
      const [, , master] = ranges.find(([first, last]) => first <= slot && slot <= last)!;
      return this.servers.find(({ port }) => port === master![1])!;
    });
  }

  async stop(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.stop()));
    await rm(this.directory, { recursive: true, force: true });
  }

  /** @returns the node's cluster bus port */
  private async addNode(): Promise<number> {
    const [port, busPort] = [await freePort(), await freePort()];
    const settings = {
      'cluster-enabled': 'yes',
      'cluster-port': String(busPort),
      dir: this.directory,
      'cluster-config-file': `nodes-${port}.conf`,
      'cluster-node-timeout': String(NODE_TIMEOUT_MS),
      // The other masters keep serving their slots during a failover.
      'cluster-require-full-coverage': 'no',
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
    this.servers.push(await RedisServer.start(port, flags));
    return busPort;
  }

  private async join(busPorts: readonly number[]): Promise<void> {
    const [first, ...others] = this.servers;
    const masters = this.servers.slice(0, MASTERS);
    const share = Math.ceil(SLOTS / MASTERS);
    for (const [i, master] of masters.entries()) {
      const [from, to] = [i * share, Math.min((i + 1) * share, SLOTS) - 1];
      await withClient(master, (client) => client.call('CLUSTER', 'ADDSLOTSRANGE', from, to));
    }
    await withClient(first!, async (client) => {
      for (const [i, { port }] of others.entries()) {
        await client.call('CLUSTER', 'MEET', '127.0.0.1', port, busPorts[i + 1]!);
      }
    });
    await this.untilEach((info) => info.includes(`cluster_known_nodes:${this.servers.length}`));
    for (const [i, master] of masters.entries()) {
      const id = await withClient(master, (client) => client.call('CLUSTER', 'MYID') as Promise<string>);
      await withClient(this.servers[MASTERS + i]!, (client) => client.call('CLUSTER', 'REPLICATE', id));
    }
    await this.untilEach((info, replication) => {
      const linked = replication.includes('role:master') || replication.includes('master_link_status:up');
      const replicated = replication.includes('role:slave') || replication.includes('connected_slaves:1');
      return info.includes('cluster_state:ok') && linked && replicated;
    });
  }

  private async untilEach(holds: (info: string, replication: string) => boolean): Promise<void> {
    const deadline = Date.now() + TIMEOUT_MS;
    for (const server of this.servers) {
      const read = () =>
        withClient(server, async (client) => {
          return holds(String(await client.cluster('INFO')), await client.info('replication'));
        });
      while (!(await read())) {
        if (Date.now() > deadline) {
          throw new Error(`The Redis cluster is not ready after ${TIMEOUT_MS} ms`);
        }
        await sleep(100);
      }
    }
  }
}

async function withClient<T>(server: RedisServer, work: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(server.url, { maxRetriesPerRequest: 1 });
  // The command itself reports errors.
  client.on('error', () => undefined);
  try {
    return await work(client);
  } finally {
    client.disconnect();
  }
}
