import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from './free-port';
import { guardChild } from './guard';
import { requireRedisBinary } from './redis-binary';
import { UserError } from './user-error';

/** A Redis server without persistence on the loopback interface, as a child of this process. */
export class RedisServer {
  private constructor(
    readonly port: number,
    private readonly flags: readonly string[],
    private child: ChildProcess,
  ) {}

  /**
   * @param port a free port by default
   * @param flags additional command line flags of the server
   */
  static async start(port?: number, flags: readonly string[] = []): Promise<RedisServer> {
    const chosen = port ?? (await freePort());
    return new RedisServer(chosen, flags, await launch(chosen, flags));
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.child.pid!;
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Suspends the process: it does not answer, and its connections stay open. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  /** Kills the process. Its data is lost. */
  async kill(): Promise<void> {
    await end(this.child, 'SIGKILL');
  }

  /** Starts an empty server on the same port. */
  async restart(): Promise<void> {
    await this.kill();
    this.child = await launch(this.port, this.flags);
  }

  async stop(): Promise<void> {
    this.thaw();
    await end(this.child, 'SIGTERM');
  }
}

async function launch(port: number, flags: readonly string[]): Promise<ChildProcess> {
  const defaultFlags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const binary = requireRedisBinary();
  const failure = (reason: string) =>
    new UserError(`Redis did not start: ${reason}. Check ${binary}, or install Redis again.`);
  const child = spawn(binary, [...defaultFlags, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  guardChild(child);
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (/ready to accept connections/i.test(output)) {
        resolve();
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('close', () => reject(failure(getLastLine(output))));
    child.once('error', (error) => reject(failure(error.message)));
  });
  return child;
}

function getLastLine(output: string): string {
  return output.trim().split('\n').at(-1) || 'it printed nothing';
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}
