import { join } from 'node:path';
import { freePort, TcpProxy } from '@driver-dispatch/local-servers';
import { Child, ENGINE_COMMAND, keyVariables, type Keys } from '@driver-dispatch/processes';

const SHIFTED_CLOCK = join(__dirname, '../../src/world/shifted-clock.cjs');

export interface EngineParts {
  databaseUrl: string;
  redisUrl: string;
  webhookUrl: string;
  keys: Keys;
  webhookTimeoutSeconds: number;
}

/** An engine process. Each of its connections leads through a proxy. */
export class EngineProcess extends Child {
  private lastEnvironment: Record<string, string> = {};

  private constructor(
    readonly name: string,
    readonly port: number,
    /** To PostgreSQL. */
    readonly postgres: TcpProxy,
    /** To Redis. */
    readonly redis: TcpProxy,
    private readonly parts: EngineParts,
  ) {
    super(`Engine ${name}`);
  }

  static async create(name: string, parts: EngineParts): Promise<EngineProcess> {
    const postgres = await TcpProxy.to(Number(new URL(parts.databaseUrl).port));
    const redis = await TcpProxy.to(Number(new URL(parts.redisUrl).port));
    return new EngineProcess(name, await freePort(), postgres, redis, parts);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** @param environment overrides the default one; `CLOCK_SHIFT_MS` shifts the process's clock */
  async start(environment: Record<string, string> = {}): Promise<void> {
    this.lastEnvironment = environment;
    const { databaseUrl, redisUrl, webhookUrl, keys, webhookTimeoutSeconds } = this.parts;
    const clockShift: Record<string, string> = environment.CLOCK_SHIFT_MS
      ? { NODE_OPTIONS: `--require ${SHIFTED_CLOCK}` }
      : {};
    await this.run(
      {
        script: ENGINE_COMMAND,
        args: ['serve'],
        secrets: Object.values(keys).flat(),
        env: {
          DATABASE_URL: viaProxy(databaseUrl, this.postgres),
          REDIS_URL: viaProxy(redisUrl, this.redis),
          WEBHOOK_URL: `${webhookUrl}?engine=${this.name}`,
          HOST: '127.0.0.1',
          PORT: String(this.port),
          ...keyVariables(keys),
          NEW_DRIVER_CHANNELS: 'all',
          WEBHOOK_TIMEOUT_SECONDS: String(webhookTimeoutSeconds),
          HEARTBEAT_TTL_SECONDS: '900',
          RETRY_SECONDS: '1',
          UNASSIGNED_AFTER_SECONDS: '2',
          ...clockShift,
          ...environment,
        },
      },
      () => fetch(`${this.url}/health/live`).then(({ ok }) => ok),
    );
  }

  /** Removes all faults of this engine, and starts it if it is not running. */
  async heal(): Promise<void> {
    this.postgres.heal();
    this.redis.heal();
    this.thaw();
    if (Object.keys(this.lastEnvironment).length > 0) {
      await this.stop();
    }
    if (!this.running) {
      await this.start();
    }
  }

  async close(): Promise<void> {
    await this.stop();
    await Promise.all([this.postgres.close(), this.redis.close()]);
  }
}

function viaProxy(url: string, proxy: TcpProxy): string {
  const proxied = new URL(url);
  proxied.port = String(proxy.port);
  return proxied.href;
}
