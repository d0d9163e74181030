import { Calibration } from '../measure/calibration';
import type { Profiles } from '../run/profiles';
import { Textbook } from '../textbook/textbook';
import { Engine, type EngineOptions } from './engine';
import { Fleet } from './fleet';
import { Product } from './product';
import { Servers } from './servers';
import type { Sizes } from './sizes';

export interface ProductOptions extends Omit<EngineOptions, 'nodeArgs'> {
  /** Number of drivers. @default that of most measurements */
  drivers?: number;
  /** Status of all drivers at the start. @default 'AVAILABLE' */
  status?: 'AVAILABLE' | 'OFFLINE';
  /** @default 1 */
  engines?: number;
}

/** Servers and cities that the measurements share. */
export class Bench {
  private readonly fleets = new Map<number, Promise<Fleet>>();
  readonly calibration: Calibration;

  private constructor(
    readonly servers: Servers,
    readonly sizes: Sizes,
    /** Overrides the default environment of all engines. */
    private readonly environment: Record<string, string>,
    readonly profiles: Profiles | undefined,
    readonly log: (line: string) => void,
  ) {
    this.calibration = new Calibration(sizes.calibration, log);
  }

  static async start(
    sizes: Sizes,
    options: {
      environment?: Record<string, string>;
      profiles?: Profiles;
      log?: (line: string) => void;
    } = {},
  ): Promise<Bench> {
    const { environment = {}, profiles, log = () => undefined } = options;
    return new Bench(await Servers.start(), sizes, environment, profiles, log);
  }

  /** Starts engines, waits until the index is ready, runs `work`, and stops the engines. */
  async withProduct<T>(options: ProductOptions, work: (product: Product) => Promise<T>): Promise<T> {
    const { drivers = this.sizes.drivers, status = 'AVAILABLE', engines: count = 1 } = options;
    const fleet = await this.fleet(drivers);
    await fleet.restore(status, { withIndex: false });
    const engines: Engine[] = [];
    const environment = { ...this.environment, ...options.environment };
    const { port } = options;
    try {
      for (let i = 0; i < count; i++) {
        const nodeArgs = this.profiles?.nodeArgs('engine');
        engines.push(await Engine.start(this.servers, fleet, { environment, nodeArgs, port }));
      }
      await fleet.indexed();
      return await work(new Product(this.servers, fleet, engines));
    } finally {
      await Promise.all(engines.map((engine) => engine.stop()));
      engines.flatMap((engine) => engine.logged()).forEach((line) => this.log(`    ${line}`));
    }
  }

  /** Starts the textbook program, runs `work`, and stops the program. */
  async withTextbook<T>(work: (textbook: Textbook) => Promise<T>): Promise<T> {
    const textbook = await Textbook.start(this.servers, this.sizes.drivers);
    try {
      return await work(textbook);
    } finally {
      await textbook.stop();
    }
  }

  async stop(): Promise<void> {
    for (const fleet of await Promise.allSettled(this.fleets.values())) {
      if (fleet.status === 'fulfilled') {
        await fleet.value.close();
      }
    }
    await this.servers.stop();
  }

  private fleet(drivers: number): Promise<Fleet> {
    let fleet = this.fleets.get(drivers);
    if (!fleet) {
      this.log(`  filling a city with ${drivers} drivers`);
      fleet = Fleet.create(this.servers, drivers);
      this.fleets.set(drivers, fleet);
    }
    return fleet;
  }
}
