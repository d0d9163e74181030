import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { guardChild } from '@driver-dispatch/local-servers';

/** Compiled: each program is plain Node. */
const DIST = join(__dirname, '../../dist');

/** A program of the bench in a process of its own: it is told what to do, and answers by messages. */
export class Program {
  private readonly child: ChildProcess;
  private readonly ended: Promise<never>;

  private constructor(
    private readonly script: string,
    task: object,
  ) {
    this.child = fork(join(DIST, script), {
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { PATH: process.env.PATH, HOME: process.env.HOME },
    });
    guardChild(this.child);
    this.ended = once(this.child, 'exit').then(() => {
      throw new Error(`${this.script} ended without an answer`);
    });
    this.ended.catch(() => undefined);
    this.child.send(task);
  }

  /** Starts a program that serves, and waits until it does. @returns it, and what it said then */
  static async serving<T>(script: string, task: object): Promise<[Program, T]> {
    const program = new Program(script, task);
    return [program, await program.answer<T>()];
  }

  /** Runs a program to its end. @returns its answer */
  static async run<T>(script: string, task: object): Promise<T> {
    const program = new Program(script, task);
    try {
      return await program.answer<T>();
    } finally {
      await program.stop();
    }
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Asks a program that serves. */
  ask<T>(question: object): Promise<T> {
    this.child.send(question);
    return this.answer<T>();
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const exited = once(this.child, 'exit');
      this.child.kill('SIGKILL');
      await exited;
    }
  }

  private async answer<T>(): Promise<T> {
    const [answer] = await Promise.race([once(this.child, 'message'), this.ended]);
    return answer as T;
  }
}
