import { join } from 'node:path';
import { freePort } from '@driver-dispatch/local-servers';
import { toEnvironment, type ShopEnvironment } from './shop/shop-environment';
import { Child } from './child';

/** The compiled shop, which runs without TypeScript. */
const MAIN = join(__dirname, '../dist/shop/main.js');

/** A Vendure shop with the plugin as a process. */
export class ShopProcess {
  private readonly child = new Child('The shop');

  private constructor(private readonly environment: ShopEnvironment) {}

  static async create(environment: Omit<ShopEnvironment, 'port'>): Promise<ShopProcess> {
    return new ShopProcess({ ...environment, port: await freePort() });
  }

  get port(): number {
    return this.environment.port;
  }

  get leaks(): readonly string[] {
    return this.child.leaks;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get linesRead(): number {
    return this.child.linesRead;
  }

  get lastLines(): readonly string[] {
    return this.child.lastLines;
  }

  /** @param nodeArgs arguments of Node itself */
  async start(nodeArgs: readonly string[] = []): Promise<void> {
    const { sendKeys, receiveKeys } = this.environment;
    await this.child.start({
      script: MAIN,
      nodeArgs,
      secrets: [...sendKeys, ...receiveKeys],
      env: { ...toEnvironment(this.environment), VENDURE_DISABLE_TELEMETRY: 'true' },
    });
  }

  async heal(): Promise<void> {
    this.child.thaw();
    if (!this.child.running) {
      await this.start();
    }
  }

  collectGarbage(): void {
    this.child.collectGarbage();
  }

  freeze(): void {
    this.child.freeze();
  }

  kill(): Promise<void> {
    return this.child.kill();
  }

  stop(): Promise<void> {
    return this.child.stop();
  }
}
