import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ENGINE_COMMAND } from '@driver-dispatch/processes';
import type { Layout } from '../city/city';
import { sendLoad, type LoadReport, type LoadTask } from '../load/load';
import { TextbookCity } from '../yardsticks/textbook-city';
import { Engine, type EngineOptions } from './engine';
import { engineEnvironment } from './engine-environment';
import { Fleet } from './fleet';
import type { Profiles } from './profiles';
import { Servers } from './servers';
import type { Sizes } from './sizes';

export interface FleetOptions extends Omit<EngineOptions, 'nodeArgs'> {
  /** Engines. @default 1 */
  count?: number;
  /** What every driver is at the start. @default 'AVAILABLE' */
  drivers?: 'AVAILABLE' | 'OFFLINE';
}

/** What the scenarios share: servers, cities that are filled once, and the figures that others are held against. */
export class Bench {
  private readonly fleets = new Map<string, Promise<Fleet>>();
  private readonly cities = new Map<string, Promise<TextbookCity>>();
  private readonly figures = new Map<string, Promise<unknown>>();

  private constructor(
    readonly servers: Servers,
    readonly sizes: Sizes,
    /** Over the engine's usual environment, in every scenario. */
    private readonly environment: Record<string, string>,
    /** Where what is measured runs under node's profiler. */
    readonly profiles: Profiles | undefined,
    readonly log: (line: string) => void,
  ) {}

  static async start(
    sizes: Sizes,
    {
      environment = {},
      profiles,
      log = () => undefined,
    }: {
      environment?: Record<string, string>;
      profiles?: Profiles;
      log?: (line: string) => void;
    } = {},
  ): Promise<Bench> {
    return new Bench(await Servers.start(), sizes, environment, profiles, log);
  }

  /** A city of the engine's; filled once, with whatever state the last scenario left. */
  fleet(layout: Layout, drivers: number): Promise<Fleet> {
    return remember(this.fleets, `${layout} ${drivers}`, () => {
      this.log(`  filling a ${layout} city with ${drivers} drivers`);
      return Fleet.create(this.servers, layout, drivers, (url) => this.migrate(url));
    });
  }

  /** The same city for the yardsticks. */
  textbookCity(layout: Layout, drivers: number): Promise<TextbookCity> {
    return remember(this.cities, `${layout} ${drivers}`, () =>
      TextbookCity.create(this.servers, layout, drivers),
    );
  }

  /** A figure that is measured once in a run, whoever asks for it. */
  once<T>(name: string, measure: () => Promise<T>): Promise<T> {
    return remember(this.figures, name, measure) as Promise<T>;
  }

  /** Runs engines on a fleet that is whole and free, the index complete, and stops them afterwards. */
  async withEngines<T>(
    fleet: Fleet,
    { count = 1, drivers = 'AVAILABLE', ...options }: FleetOptions,
    work: (engines: Engine[]) => Promise<T>,
  ): Promise<T> {
    await this.servers.redis.flushall();
    await fleet.clear(drivers);
    const engines: Engine[] = [];
    const nodeArgs = this.profiles?.nodeArgs('engine');
    try {
      for (let i = 0; i < count; i++) {
        const environment = { ...this.environment, ...options.environment };
        engines.push(await Engine.start(this.servers, fleet, { ...options, environment, nodeArgs }));
      }
      await fleet.indexed();
      return await work(engines);
    } finally {
      await Promise.all(engines.map((engine) => engine.stop()));
    }
  }

  /** Sends signed requests from a process of their own. */
  load(requests: readonly Buffer[], task: Omit<LoadTask, 'file'>): Promise<LoadReport> {
    const send = () => sendLoad(this.servers.directory, requests, task);
    return this.profiles ? this.profiles.watch(send) : send();
  }

  async stop(): Promise<void> {
    const opened = await Promise.allSettled([...this.fleets.values(), ...this.cities.values()]);
    for (const one of opened) {
      if (one.status === 'fulfilled') {
        await one.value.close();
      }
    }
    await this.servers.stop();
  }

  private async migrate(databaseUrl: string): Promise<void> {
    const command = spawn(process.execPath, [ENGINE_COMMAND, 'migrate'], {
      env: engineEnvironment(this.servers, databaseUrl, 0),
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [code] = (await once(command, 'exit')) as [number | null];
    if (code !== 0) {
      throw new Error(`assignment-engine migrate ended with ${code}`);
    }
  }
}

function remember<T>(known: Map<string, Promise<T>>, name: string, make: () => Promise<T>): Promise<T> {
  const made = known.get(name) ?? make();
  known.set(name, made);
  return made;
}
