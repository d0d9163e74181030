import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresServer, RedisServer } from '@driver-dispatch/local-servers';
import { makeKeys, type Keys } from '@driver-dispatch/processes';
import { Redis } from 'ioredis';
import { Program } from '../processes/program';
import type { Received } from './received';

/** Durable PostgreSQL, Redis and a receiver of events. */
export class Servers {
  readonly keys: Keys = makeKeys();
  /** The bench's own connection, which reads and resets the index. */
  readonly redis: Redis;

  private constructor(
    readonly postgres: PostgresServer,
    readonly redisServer: RedisServer,
    private readonly receiver: Program,
    readonly webhookUrl: string,
    /** For logs and profiles. */
    readonly directory: string,
  ) {
    this.redis = new Redis(redisServer.url, { retryStrategy: () => 100, maxRetriesPerRequest: null });
    this.redis.on('error', () => undefined);
  }

  static async start(): Promise<Servers> {
    const directory = mkdtempSync(join(tmpdir(), 'dispatch-bench-'));
    const postgres = await PostgresServer.start({ durable: true });
    try {
      const redisServer = await RedisServer.start();
      const [receiver, { port }] = await Program.start<{ port: number }>('world/receiver.js');
      const webhookUrl = `http://127.0.0.1:${port}/driver-dispatch/events`;
      return new Servers(postgres, redisServer, receiver, webhookUrl, directory);
    } catch (error) {
      await postgres.stop();
      throw error;
    }
  }

  /** Returns the numbers of events and requests that were acknowledged since the start. */
  received(): Promise<Received> {
    return this.receiver.request<Received>();
  }

  async stop(): Promise<void> {
    this.redis.disconnect();
    await this.receiver.stop();
    await this.redisServer.stop();
    await this.postgres.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
