import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DriverAppClient, generateSigningKey } from '@driver-dispatch/contract';
import { GraphqlClient, SUPERADMIN } from '@driver-dispatch/dev-server';
import { freePort, PostgresServer } from '@driver-dispatch/local-servers';
import { Child } from '@driver-dispatch/processes';

type Environment = Record<string, string>;

const LOG_IN = /* GraphQL */ `
  mutation LogIn($identifier: String!, $password: String!) {
    login(username: $identifier, password: $password) {
      ... on ErrorResult {
        errorCode
        message
      }
    }
  }
`;

/** The processes of a shop: the engine, Vendure's server and its worker, with databases of their own. */
export class RunningShop {
  private readonly children: Child[] = [];

  private constructor(
    private readonly directory: string,
    private readonly postgres: PostgresServer,
    readonly url: string,
    private readonly engineUrl: string,
    private readonly shop: Environment,
    private readonly engine: Environment,
    readonly drivers: DriverAppClient,
  ) {}

  static async create(directory: string): Promise<RunningShop> {
    const [url, engineUrl] = [await freeUrl(), await freeUrl()];
    const postgres = await PostgresServer.start();
    const [vendureKey, webhookKey, driverAppKey] = [0, 1, 2].map(() => generateSigningKey());
    const shop = {
      PORT: new URL(url).port,
      DB_URL: await postgres.createDatabase('shop'),
      SUPERADMIN_USERNAME: SUPERADMIN.identifier,
      SUPERADMIN_PASSWORD: SUPERADMIN.password,
      COOKIE_SECRET: 'for-the-test-only',
      ENGINE_URL: engineUrl,
      ENGINE_KEY: vendureKey!,
      WEBHOOK_KEY: webhookKey!,
      VENDURE_DISABLE_TELEMETRY: 'true',
    };
    const engine = {
      HOST: '127.0.0.1',
      PORT: new URL(engineUrl).port,
      DATABASE_URL: await postgres.createDatabase('engine'),
      VENDURE_KEYS: vendureKey!,
      WEBHOOK_KEYS: webhookKey!,
      DRIVER_APP_KEYS: driverAppKey!,
      NEW_DRIVER_CHANNELS: 'all',
      OPERATOR_KEYS: 'operator-key-for-the-tests',
      WEBHOOK_URL: `${url}/driver-dispatch/events`,
      LOG_LEVEL: 'error',
    };
    const drivers = new DriverAppClient({ url: engineUrl, keys: [driverAppKey!] });
    return new RunningShop(directory, postgres, url, engineUrl, shop, engine, drivers);
  }

  /** Runs one of the shop's scripts to its end, with more in its environment; resolves to what it prints. */
  async run(script: string, environment: Environment = {}): Promise<string> {
    const { stdout } = await promisify(execFile)(process.execPath, [join(this.directory, script)], {
      cwd: this.directory,
      env: { PATH: process.env.PATH, ...this.shop, ...environment },
    });
    return stdout;
  }

  /** Resolves once both servers answer. The worker waits for the tables that the shop's server migrates first. */
  async start(): Promise<void> {
    await Promise.all([
      this.serve('node_modules/.bin/assignment-engine', ['serve'], this.engine, answers(this.engineUrl)),
      this.serve('dist/index.js', [], this.shop, answers(this.url)),
    ]);
    await this.serve('dist/index-worker.js', [], this.shop);
  }

  /** The superadministrator's session. */
  async administrator(): Promise<GraphqlClient> {
    const admin = new GraphqlClient(`${this.url}/admin-api`);
    await admin.mutate(LOG_IN, SUPERADMIN);
    return admin;
  }

  async stop(): Promise<void> {
    this.drivers.close();
    await Promise.all(this.children.map((child) => child.stop()));
    await this.postgres.stop();
  }

  private async serve(
    script: string,
    args: string[],
    env: Environment,
    ready = async () => true,
  ): Promise<void> {
    const child = new Child(script);
    this.children.push(child);
    await child.start({ script: join(this.directory, script), args, env, secrets: [] }, ready);
  }
}

async function freeUrl(): Promise<string> {
  return `http://127.0.0.1:${await freePort()}`;
}

function answers(url: string): () => Promise<boolean> {
  return async () => (await fetch(`${url}/health`)).ok;
}
