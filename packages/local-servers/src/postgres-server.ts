import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { resolve } from 'node:path';
import { Client } from 'pg';
import { freePort } from './free-port';
import { guardChild, guardFolder } from './guard';
import { postgresBinaries } from './postgres-binaries';
import { failureIn, prepareCluster, SUPERUSER } from './postgres-cluster';
import { createTemporaryFolder } from './reachable-folder';
import { serverUser } from './server-user';
import { UserError } from './user-error';

export interface PostgresServerOptions {
  /** Folder of the cluster. @default a temporary folder that is deleted with the server */
  directory?: string;
  /**
   * Whether commits survive a crash of the machine. Several times slower.
   *
   * @default false
   */
  durable?: boolean;
}

/** Environment variable with the folder of a new cluster. If it is set, temporary clusters are copied from it. */
const TEMPLATE_VARIABLE = 'POSTGRES_CLUSTER_TEMPLATE';

const FLAGS = [
  '-c',
  'listen_addresses=127.0.0.1',
  '-c',
  'max_connections=200',
  '-c',
  'timezone=UTC',
  '-c',
  'unix_socket_directories=',
];

const FAST_FLAGS = ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'];

/** A PostgreSQL server on the loopback interface, as a child of this process. */
export class PostgresServer {
  private child: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly directory: string,
    private readonly durable: boolean,
    private readonly deleteDirectory: () => void,
  ) {}

  /**
   * Starts a server. The caller stops it; it also ends when this process ends.
   *
   * @throws UserError when it does not start
   */
  static async start({ directory, durable = false }: PostgresServerOptions = {}): Promise<PostgresServer> {
    const folder = resolve(directory ?? createTemporaryFolder('dispatch-pg-'));
    const deleteFolder = directory ? () => undefined : guardFolder(folder);
    try {
      const template = process.env[TEMPLATE_VARIABLE];
      if (!directory && template) {
        cpSync(template, folder, { recursive: true });
      }
      await prepareCluster(folder, durable);
      const server = new PostgresServer(await freePort(), folder, durable, deleteFolder);
      await server.resume();
      return server;
    } catch (error) {
      deleteFolder();
      throw error;
    }
  }

  /**
   * Prepares a cluster that all temporary servers of this process and its children copy, unless a parent process has done so.
   * Saves each server one or two seconds.
   *
   * @returns a function that deletes it
   * @throws UserError when it can't be prepared
   */
  static async prepareTemplate(): Promise<() => void> {
    if (process.env[TEMPLATE_VARIABLE]) {
      return () => undefined;
    }
    const directory = createTemporaryFolder('dispatch-pg-template-');
    const deleteFolder = guardFolder(directory);
    try {
      await prepareCluster(directory, false);
    } catch (error) {
      deleteFolder();
      throw error;
    }
    process.env[TEMPLATE_VARIABLE] = directory;
    return () => {
      delete process.env[TEMPLATE_VARIABLE];
      deleteFolder();
    };
  }

  /** Id of the server's main process, whose children serve the connections. */
  get pid(): number {
    if (this.child?.pid === undefined) {
      throw new Error('PostgreSQL does not run');
    }
    return this.child.pid;
  }

  /** Returns the connection URL of a database on this server. */
  url(database: string): string {
    return `postgres://${SUPERUSER.name}:${SUPERUSER.password}@127.0.0.1:${this.port}/${database}`;
  }

  /** Creates a database unless it exists. @returns its connection URL */
  async createDatabase(name: string): Promise<string> {
    await this.query('postgres', async (client) => {
      const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
      if (!rowCount) {
        await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
      }
    });
    return this.url(name);
  }

  /** Runs a statement on a new connection and returns its rows. */
  rows<Row extends object>(database: string, statement: string): Promise<Row[]> {
    return this.query(database, async (client) => (await client.query<Row>(statement)).rows);
  }

  /** Stops the server and keeps its data for {@link resume}. */
  async halt(): Promise<void> {
    await this.end('SIGINT');
  }

  /** Stops the server without a checkpoint and without finishing commits. The next start runs crash recovery. */
  async crash(): Promise<void> {
    await this.end('SIGQUIT');
  }

  /** Starts a halted or crashed server on the same port with its data. Does nothing if it runs. */
  async resume(): Promise<void> {
    this.child ??= await this.launch();
  }

  async stop(): Promise<void> {
    await this.halt();
    this.deleteDirectory();
  }

  /** @returns once the server accepts connections */
  private async launch(): Promise<ChildProcess> {
    const user = serverUser();
    const flags = this.durable ? FLAGS : [...FLAGS, ...FAST_FLAGS];
    const child = spawn(
      postgresBinaries(user).postgres,
      ['-D', this.directory, '-p', String(this.port), ...flags],
      { cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], ...user },
    );
    guardChild(child, 'SIGQUIT');
    let output = '';
    await new Promise<void>((accept, reject) => {
      child.stderr!.on('data', (chunk: Buffer) => {
        output = (output + chunk.toString()).slice(-10_000);
        if (output.includes('database system is ready to accept connections')) {
          accept();
        }
      });
      child.once('error', reject);
      child.once('close', () =>
        reject(new UserError(`PostgreSQL did not start in ${this.directory}: ${failureIn(output)}.`)),
      );
    });
    return child;
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (child && child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
    }
  }

  private async query<T>(database: string, work: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({ connectionString: this.url(database) });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }
}
