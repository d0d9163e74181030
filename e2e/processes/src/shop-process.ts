import { join } from 'node:path';
import { freePort } from '@driver-dispatch/local-servers';
import { toEnvironment, type ShopEnvironment } from './shop/shop-environment';
import { Child } from './child';

/** The compiled shop, which runs without TypeScript. */
const MAIN = join(__dirname, '../dist/shop/main.js');

/** A Vendure shop with the plugin as a process. */
export class ShopProcess extends Child {
  private constructor(private readonly environment: ShopEnvironment) {
    super('The shop');
  }

  static async create(environment: Omit<ShopEnvironment, 'port'>): Promise<ShopProcess> {
    return new ShopProcess({ ...environment, port: await freePort() });
  }

  get port(): number {
    return this.environment.port;
  }

  /** @param nodeArgs arguments of Node itself */
  async start(nodeArgs: readonly string[] = []): Promise<void> {
    const { sendKeys, receiveKeys } = this.environment;
    await this.run({
      script: MAIN,
      nodeArgs,
      secrets: [...sendKeys, ...receiveKeys],
      env: { ...toEnvironment(this.environment), VENDURE_DISABLE_TELEMETRY: 'true' },
    });
  }

  async heal(): Promise<void> {
    this.thaw();
    if (!this.running) {
      await this.start();
    }
  }
}
