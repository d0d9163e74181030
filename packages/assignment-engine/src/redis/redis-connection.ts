import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import type { EngineLogger } from '../observability/create-logger';
import { describeError } from '../observability/describe-error';
import { createClient, type ScriptedRedis } from './redis-client';

/** Milliseconds that a starting engine waits for Redis. The client of an incomplete cluster would wait longer. */
const FIRST_CONNECTION_MS = 2_000;

/** Redis is unavailable since this command or an earlier one. The caller falls back to PostgreSQL. */
export class RedisUnavailableError extends Error {
  constructor(cause: unknown) {
    super('Redis unavailable', { cause });
    this.name = 'RedisUnavailableError';
  }
}

/**
 * The engine's only connection to Redis: short timeouts, and no command queue during an outage. After a failure only
 * {@link probe} sends commands, until one succeeds. Logs one warning at the start of an outage and one line at its end.
 */
@Injectable()
export class RedisConnection implements OnModuleInit, OnApplicationShutdown {
  readonly enabled: boolean;
  private readonly timeoutMs: number;
  private readonly client: ScriptedRedis | undefined;
  private healthy = true;
  private readonly recoveryListeners: (() => void)[] = [];
  private readonly disconnectListeners: (() => void)[] = [];

  constructor(
    @Inject(ENGINE_CONFIGURATION) { redis }: EngineConfiguration,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {
    this.enabled = redis !== undefined;
    this.timeoutMs = redis?.commandTimeoutMs ?? 0;
    if (redis) {
      this.client = createClient(redis, () => this.disconnectListeners.forEach((listener) => listener()));
    }
  }

  /** 'up' or 'down' according to the last command. */
  get state(): 'up' | 'down' | 'disabled' {
    return this.enabled ? (this.healthy ? 'up' : 'down') : 'disabled';
  }

  /** The listener is called at the end of each outage. */
  onRecovery(listener: () => void): void {
    this.recoveryListeners.push(listener);
  }

  /** The listener is called when a connection ends: the next connection may lead to another server or an empty one. */
  onDisconnect(listener: () => void): void {
    this.disconnectListeners.push(listener);
  }

  /**
   * Sends commands before it returns, in the order of the calls.
   *
   * @throws RedisUnavailableError
   */
  async run<T>(work: (client: ScriptedRedis) => Promise<T>): Promise<T> {
    if (!this.client || !this.healthy) {
      throw new RedisUnavailableError(new Error(this.client ? 'Redis outage' : 'Redis not configured'));
    }
    return this.send(this.client, work);
  }

  /** Checks during an outage whether Redis is available again. Never throws. */
  async probe(): Promise<void> {
    if (this.client && !this.healthy) {
      await this.send(this.client, (client) => client.ping()).catch(() => undefined);
    }
  }

  private async send<T>(client: ScriptedRedis, work: (client: ScriptedRedis) => Promise<T>): Promise<T> {
    try {
      const result = await withTimeout(work(client), this.timeoutMs);
      this.noteHealthy();
      return result;
    } catch (error) {
      this.noteOutage(error);
      throw new RedisUnavailableError(error);
    }
  }

  /** Waits for the first connection, its failure, or a timeout. */
  async onModuleInit(): Promise<void> {
    if (this.client) {
      await withTimeout(this.client.connect(), FIRST_CONNECTION_MS).catch((error: unknown) =>
        this.noteOutage(error),
      );
    }
  }

  /** Closes the connection after all sent commands. */
  async onApplicationShutdown(): Promise<void> {
    if (this.client && this.healthy) {
      await withTimeout(this.client.quit(), this.timeoutMs).catch(() => undefined);
    }
    this.client?.disconnect();
  }

  private noteOutage(error: unknown): void {
    if (this.healthy) {
      this.healthy = false;
      this.logger.warn('Redis unavailable, using PostgreSQL', { error: describeError(error) });
    }
  }

  private noteHealthy(): void {
    if (!this.healthy) {
      this.healthy = true;
      this.logger.info('Redis available again');
      this.recoveryListeners.forEach((listener) => listener());
    }
  }
}

/** Timers per timeout: while the process is blocked, at most one of them expires. */
const PARTS = 3;

/**
 * Rejects if the work takes too long. Time in which this process was blocked does not count, so that a busy process does
 * not report an outage of Redis.
 */
async function withTimeout<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const overdue = new Promise<never>((_resolve, reject) => {
    // Node.js reads sockets after timers and before immediates: a reply that has arrived is read first.
    const fail = () => setImmediate(() => reject(new Error(`No answer within ${timeoutMs} ms`)));
    const wait = (parts: number) => {
      timer = setTimeout(() => (parts > 1 ? wait(parts - 1) : fail()), timeoutMs / PARTS);
    };
    wait(PARTS);
  });
  try {
    return await Promise.race([work, overdue]);
  } finally {
    clearTimeout(timer);
  }
}
