import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import type { EngineLogger } from '../logging/create-logger';
import { describeError } from '../logging/describe-error';
import { createClient, type ScriptedRedis } from './redis-client';

/** Milliseconds that a starting engine waits for Redis: a cluster that is not whole leaves its client in the dark. */
const FIRST_CONNECTION_MS = 2_000;

/** Redis did not answer, or has not answered since an earlier failure. The caller asks PostgreSQL instead. */
export class RedisUnavailableError extends Error {
  constructor(cause: unknown) {
    super('Redis does not answer', { cause });
    this.name = 'RedisUnavailableError';
  }
}

/**
 * The one way to Redis: short timeouts, and no queue of commands while it is away. After a failure only {@link probe}
 * sends a command, until one succeeds. One warning for each outage, one note for its end.
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

  /** 'up' and 'down' as the last command found it. */
  get state(): 'up' | 'down' | 'disabled' {
    return this.enabled ? (this.healthy ? 'up' : 'down') : 'disabled';
  }

  /** Called each time Redis answers again after it had failed. */
  onRecovery(listener: () => void): void {
    this.recoveryListeners.push(listener);
  }

  /** Called each time the connection ends: what answers on the next one may be another Redis. */
  onDisconnect(listener: () => void): void {
    this.disconnectListeners.push(listener);
  }

  /**
   * Sends commands at once: when this returns they are on their way, in the order of the calls.
   *
   * @throws RedisUnavailableError
   */
  async run<T>(work: (client: ScriptedRedis) => Promise<T>): Promise<T> {
    if (!this.client || !this.healthy) {
      throw new RedisUnavailableError(new Error(this.client ? 'Redis is away' : 'No Redis is configured'));
    }
    return this.send(this.client, work);
  }

  /** Finds out whether Redis answers again; never throws. */
  async probe(): Promise<void> {
    if (this.client && !this.healthy) {
      await this.send(this.client, (client) => client.ping()).catch(() => undefined);
    }
  }

  private async send<T>(client: ScriptedRedis, work: (client: ScriptedRedis) => Promise<T>): Promise<T> {
    try {
      const result = await inTime(work(client), this.timeoutMs);
      this.noteHealthy();
      return result;
    } catch (error) {
      this.noteOutage(error);
      throw new RedisUnavailableError(error);
    }
  }

  /** Waits for the first connection, or for the first sign that there is none. */
  async onModuleInit(): Promise<void> {
    if (this.client) {
      await inTime(this.client.connect(), FIRST_CONNECTION_MS).catch((error: unknown) =>
        this.noteOutage(error),
      );
    }
  }

  /** Ends the connection behind the commands that were sent. */
  async onApplicationShutdown(): Promise<void> {
    if (this.client && this.healthy) {
      await inTime(this.client.quit(), this.timeoutMs).catch(() => undefined);
    }
    this.client?.disconnect();
  }

  private noteOutage(error: unknown): void {
    if (this.healthy) {
      this.healthy = false;
      this.logger.warn('Redis does not answer: PostgreSQL serves alone', { error: describeError(error) });
    }
  }

  private noteHealthy(): void {
    if (!this.healthy) {
      this.healthy = true;
      this.logger.info('Redis answers again');
      this.recoveryListeners.forEach((listener) => listener());
    }
  }
}

/** In how many parts a wait is counted: a process that stood still for a while has waited one of them at the most. */
const PARTS = 3;

/**
 * @throws Error when the work takes too long. What this process does not come to send or to read in time counts for
 * nothing: a busy process must not take itself for a Redis that hangs.
 */
async function inTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const overdue = new Promise<never>((_resolve, reject) => {
    // Node reads from its sockets after its timers, and before its immediates.
    const giveUp = () => setImmediate(() => reject(new Error(`No answer within ${timeoutMs} ms`)));
    const wait = (parts: number) => {
      timer = setTimeout(() => (parts > 1 ? wait(parts - 1) : giveUp()), timeoutMs / PARTS);
    };
    wait(PARTS);
  });
  try {
    return await Promise.race([work, overdue]);
  } finally {
    clearTimeout(timer);
  }
}
