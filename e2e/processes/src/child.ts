import { spawn, type ChildProcess } from 'node:child_process';
import { on, once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { eventually, guardChild } from '@driver-dispatch/local-servers';

/** Node arguments for {@link Child.collectGarbage} and {@link Child.usage}. */
const REPORTS_USAGE = ['--expose-gc', '--require', join(__dirname, '../src/report-usage.cjs')];

/** Largest number of output lines that are kept. */
const MAX_LINES = 2_000;

/** What a process has used. */
export interface ProcessUsage {
  cpuMicroseconds: number;
  residentBytes: number;
}

export interface ChildOptions {
  /** Script that Node runs. */
  script: string;
  args?: readonly string[];
  /** Arguments of Node itself, such as `--cpu-prof`. */
  nodeArgs?: readonly string[];
  env: Record<string, string>;
  /** Texts that must not appear in the output. Lines that contain one are kept in {@link Child.leaks}. */
  secrets: readonly string[];
  /** File for the output. The output is then not read, because reading would affect measurements. */
  outputFile?: string;
}

/** A Node process that a test can kill, freeze and restart. */
export class Child {
  private process: ChildProcess | undefined;
  private readonly lines: string[] = [];
  /** Output lines that contain a secret. */
  readonly leaks: string[] = [];
  /** Number of lines that were searched for secrets. */
  linesRead = 0;

  /** @param label names the process in errors */
  constructor(private readonly label: string) {}

  get running(): boolean {
    return this.process !== undefined && this.process.exitCode === null && this.process.signalCode === null;
  }

  get pid(): number {
    return this.process!.pid!;
  }

  get lastLines(): readonly string[] {
    return this.lines;
  }

  /** @returns once `ready` returns true or, without `ready`, once the process has sent a message */
  async run(
    { script, args = [], nodeArgs = [], env, secrets, outputFile }: ChildOptions,
    ready?: () => Promise<boolean>,
  ): Promise<void> {
    const output = outputFile === undefined ? 'pipe' : openSync(outputFile, 'a');
    const child = spawn(process.execPath, [...REPORTS_USAGE, ...nodeArgs, script, ...args], {
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
      throw new Error(`${this.label} ended:\n${this.lines.slice(-20).join('\n')}`);
    });
    // Ignores the end of the process after its start.
    ended.catch(() => undefined);
    await Promise.race([ended, ready ? untilReady(ready, child) : once(child, 'message')]);
  }

  /** Makes the process collect its garbage. */
  collectGarbage(): void {
    this.process?.send('garbage');
  }

  /** Returns the CPU time since the start of the process and its resident memory. */
  async usage(): Promise<ProcessUsage> {
    this.process!.send('usage');
    for await (const [message] of on(this.process!, 'message')) {
      const { usage } = message as { usage?: ProcessUsage };
      if (usage) {
        return usage;
      }
    }
    throw new Error(`${this.label} has ended`);
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

  /** Stops the process with SIGTERM, and after ten seconds with SIGKILL. */
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
    if (this.lines.length > MAX_LINES) {
      this.lines.splice(0, MAX_LINES / 2);
    }
    if (secrets.some((secret) => line.includes(secret))) {
      this.leaks.push(line);
    }
  }
}

/** Waits until the process is ready or has ended. */
async function untilReady(ready: () => Promise<boolean>, child: ChildProcess): Promise<void> {
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  await eventually(async () => ended() || ready().catch(() => false), Boolean, Infinity);
}
