import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { guardChild } from '@driver-dispatch/local-servers';

/** The compiled programs, which run without TypeScript. */
const DIST = join(__dirname, '../../dist');

/** A program of the bench in a separate process. It receives its task and sends messages. */
export class Program {
  private readonly child: ChildProcess;
  private readonly ended: Promise<never>;

  private constructor(script: string, task: object) {
    this.child = fork(join(DIST, script), {
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { PATH: process.env.PATH, HOME: process.env.HOME },
    });
    guardChild(this.child);
    this.ended = once(this.child, 'exit').then(() => {
      throw new Error(`${script} ended early`);
    });
    this.ended.catch(() => undefined);
    this.child.send(task);
  }

  /** Starts a program. @returns the program and its first message */
  static async start<T>(script: string, task: object = {}): Promise<[Program, T]> {
    const program = new Program(script, task);
    return [program, await program.next<T>()];
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Sends a request. @returns the next message */
  request<T>(request: object = {}): Promise<T> {
    this.child.send(request);
    return this.next<T>();
  }

  /** Returns the next message of the program. */
  async next<T>(): Promise<T> {
    const [message] = await Promise.race([once(this.child, 'message'), this.ended]);
    return message as T;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const exited = once(this.child, 'exit');
      this.child.kill('SIGKILL');
      await exited;
    }
  }
}
