import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { guardChild } from '@driver-dispatch/local-servers';

/** Lets {@link Child.collectGarbage} reach the process. */
const COLLECTS_GARBAGE = ['--expose-gc', '--require', join(__dirname, '../src/collect-garbage.cjs')];

/** Lines of output that are kept of each process. */
const LINES_KEPT = 2_000;

export interface ChildOptions {
  /** What node runs. */
  script: string;
  args?: readonly string[];
  /** For node itself, before the script, such as `--cpu-prof`. */
  nodeArgs?: readonly string[];
  env: Record<string, string>;
  /** Text that must never be in the output: every line that has it is kept for good. */
  secrets: readonly string[];
  /** File that the output goes to, unread: reading costs time, which a measurement would count. */
  outputFile?: string;
}

/** A Node process that the harness owns, and can kill, freeze and start again. */
export class Child {
  private process: ChildProcess | undefined;
  private readonly lines: string[] = [];
  /** Lines that gave a secret away. */
  readonly leaks: string[] = [];
  /** How many lines were searched for secrets. */
  linesRead = 0;

  constructor(private readonly name: string) {}

  get running(): boolean {
    return this.process !== undefined && this.process.exitCode === null && this.process.signalCode === null;
  }

  get pid(): number | undefined {
    return this.process?.pid;
  }

  get lastLines(): readonly string[] {
    return this.lines;
  }

  /** @returns once the process says that it is ready, or `ready` holds */
  async start(
    { script, args = [], nodeArgs = [], env, secrets, outputFile }: ChildOptions,
    ready?: () => Promise<boolean>,
  ): Promise<void> {
    const output = outputFile === undefined ? 'pipe' : openSync(outputFile, 'a');
    const child = spawn(process.execPath, [...COLLECTS_GARBAGE, ...nodeArgs, script, ...args], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
      stdio: ['ignore', output, output, 'ipc'],
    });
    this.process = child;
    if (typeof output === 'number') {
      closeSync(output);
    }
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) {
        createInterface({ input: stream }).on('line', (line) => this.keep(line, secrets));
      }
    }
    guardChild(child);
    const ended = once(child, 'exit').then(() => {
      throw new Error(`${this.name} ended:\n${this.lines.slice(-20).join('\n')}`);
    });
    // After the start somebody else sees to the end.
    ended.catch(() => undefined);
    await Promise.race([ended, ready ? until(ready, child) : once(child, 'message')]);
  }

  /** Makes the process give back memory that it does not use any more. */
  collectGarbage(): void {
    this.process?.kill('SIGWINCH');
  }

  freeze(): void {
    this.process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.process?.kill('SIGCONT');
  }

  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  /** Lets it end by itself, for ten seconds. */
  async stop(): Promise<void> {
    this.thaw();
    const overdue = setTimeout(() => void this.kill(), 10_000);
    await this.end('SIGTERM');
    clearTimeout(overdue);
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (this.running) {
      const exited = once(this.process!, 'exit');
      this.process!.kill(signal);
      await exited;
    }
  }

  private keep(line: string, secrets: readonly string[]): void {
    this.linesRead += 1;
    this.lines.push(line);
    if (this.lines.length > LINES_KEPT) {
      this.lines.splice(0, LINES_KEPT / 2);
    }
    if (secrets.some((secret) => line.includes(secret))) {
      this.leaks.push(line);
    }
  }
}

async function until(holds: () => Promise<boolean>, child: ChildProcess): Promise<void> {
  while (child.exitCode === null && child.signalCode === null && !(await holds().catch(() => false))) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
