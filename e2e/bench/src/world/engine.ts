import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@driver-dispatch/local-servers';
import { Child, ENGINE_COMMAND } from '@driver-dispatch/processes';
import { engineEnvironment } from './engine-environment';
import type { Fleet } from './fleet';
import type { Servers } from './servers';

export interface EngineOptions {
  /** Over the usual environment. */
  environment?: Record<string, string>;
  /** For node itself. */
  nodeArgs?: readonly string[];
  /** A free one unless somebody had to know it before. */
  port?: number;
}

/** The engine as a service of its own, asked over HTTP. */
export class Engine {
  private constructor(
    private readonly child: Child,
    readonly port: number,
    private readonly outputFile: string,
  ) {}

  /** @returns once it answers */
  static async start(
    servers: Servers,
    fleet: Fleet,
    { environment = {}, nodeArgs, port: wanted }: EngineOptions = {},
  ): Promise<Engine> {
    const port = wanted ?? (await freePort());
    const child = new Child('The engine');
    const outputFile = join(servers.directory, `engine-${port}.log`);
    await child.start(
      {
        script: ENGINE_COMMAND,
        args: ['serve'],
        nodeArgs,
        secrets: [],
        outputFile,
        env: { ...engineEnvironment(servers, fleet.databaseUrl, port), ...environment },
      },
      () => fetch(`http://127.0.0.1:${port}/health/live`).then(({ ok }) => ok),
    );
    return new Engine(child, port, outputFile);
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** What it has complained of since it started, and how often. */
  complaints(): string[] {
    const counts = new Map<string, number>();
    for (const [, message] of readFileSync(this.outputFile, 'utf8').matchAll(/"message":"([^"]*)","pid"/g)) {
      counts.set(message!, (counts.get(message!) ?? 0) + 1);
    }
    return [...counts].map(([message, times]) => `the engine logged ${times} x ${message}`);
  }

  stop(): Promise<void> {
    return this.child.stop();
  }
}
