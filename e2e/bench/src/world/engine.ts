import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@driver-dispatch/local-servers';
import { Child, ENGINE_COMMAND } from '@driver-dispatch/processes';
import { engineEnvironment } from './engine-environment';
import type { Fleet } from './fleet';
import type { Servers } from './servers';

export interface EngineOptions {
  /** Overrides the default environment. */
  environment?: Record<string, string>;
  /** Arguments of Node. */
  nodeArgs?: readonly string[];
  /** @default a free port */
  port?: number;
}

/** An engine process. */
export class Engine extends Child {
  private constructor(
    readonly port: number,
    private readonly logFile: string,
  ) {
    super('The engine');
  }

  /** @returns once it responds */
  static async start(servers: Servers, fleet: Fleet, options: EngineOptions = {}): Promise<Engine> {
    const { environment = {}, nodeArgs, port = await freePort() } = options;
    const outputFile = join(servers.directory, `engine-${port}.log`);
    const engine = new Engine(port, outputFile);
    const defaults = engineEnvironment(servers, fleet.databaseUrl, fleet.redisKeyPrefix, port);
    await engine.run(
      {
        script: ENGINE_COMMAND,
        args: ['serve'],
        nodeArgs,
        secrets: [],
        outputFile,
        env: { ...defaults, ...environment },
      },
      () => fetch(`http://127.0.0.1:${port}/health/live`).then(({ ok }) => ok),
    );
    return engine;
  }

  /** Returns the messages in the log with their counts. */
  logged(): string[] {
    const counts = new Map<string, number>();
    for (const [, message] of readFileSync(this.logFile, 'utf8').matchAll(/"message":"([^"]*)","pid"/g)) {
      counts.set(message!, (counts.get(message!) ?? 0) + 1);
    }
    return [...counts].map(([message, count]) => `the engine logged ${count} times: ${message}`);
  }
}
