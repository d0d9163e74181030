import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { guardChild } from '@driver-dispatch/local-servers';
import { processTree, stillRunning, type RunningProcess } from './process-tree';

/** Root folder of the repository. */
export const ROOT = join(__dirname, '../../..');

/** Timeout of each wait, in ms. A start that builds the dashboard takes minutes. */
const TIMEOUT_MS = 240_000;

/** Runs a script of the root package, such as `npm start -- ...`, in its own process group, as a terminal does. */
export class NpmScript {
  output = '';
  private readonly npm: ChildProcess;
  private readonly exited: Promise<number | null>;
  private seen: RunningProcess[] = [];

  /**
   * @param command `start`, or `run` and the name of the script
   * @param args arguments of the script
   * @param root root folder of the repository
   */
  constructor(
    private readonly command: string,
    args: readonly string[],
    root = ROOT,
  ) {
    const { NODE_OPTIONS: _, ...env } = process.env;
    this.npm = spawn('npm', [...command.split(' '), '--', ...args], {
      cwd: root,
      detached: true,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    guardChild(this.npm);
    for (const stream of [this.npm.stdout!, this.npm.stderr!]) {
      stream.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
    this.exited = once(this.npm, 'exit').then(([code]) => code as number | null);
  }

  /** Resolves when the output contains the text. Records the processes that run then. */
  async printed(text: string): Promise<void> {
    await this.until(() => {
      if (this.npm.exitCode !== null) {
        throw new Error(`npm ${this.command} has ended:\n${this.output}`);
      }
      return this.output.includes(text);
    }, `print "${text}"`);
    this.seen = processTree(this.npm.pid!);
  }

  /** Resolves when a process with a matching command line runs. Records the processes that run then. */
  async runs(command: RegExp): Promise<RunningProcess> {
    const find = () => this.seen.find((one) => command.test(one.command));
    await this.until(
      () => {
        this.seen = processTree(this.npm.pid!);
        return find() !== undefined;
      },
      `run ${String(command)}`,
    );
    return find()!;
  }

  /** Sends a signal to the process with a matching command line as soon as it runs. */
  async signal(command: RegExp, signal: NodeJS.Signals): Promise<void> {
    process.kill((await this.runs(command)).pid, signal);
  }

  /** Sends what a terminal sends for Ctrl-C: SIGINT to the whole foreground group. */
  pressCtrlC(): void {
    process.kill(-this.npm.pid!, 'SIGINT');
  }

  /** @returns the exit code */
  async ended(): Promise<number | null> {
    await this.until(() => this.npm.exitCode !== null || this.npm.signalCode !== null, 'end');
    return this.exited;
  }

  /** Resolves when none of the recorded processes runs. */
  async nothingRuns(): Promise<void> {
    await this.until(() => stillRunning(this.seen).length === 0, 'leave no process');
  }

  /** The last line that was printed, as JSON. */
  get totals(): Record<string, unknown> {
    return JSON.parse(this.output.trim().split('\n').at(-1)!) as Record<string, unknown>;
  }

  /** The last paragraph that the development server printed. */
  get failure(): string {
    return this.output
      .trim()
      .split(/\n\s*\n/)
      .at(-1)!
      .split('\nnpm error')[0]!
      .trim();
  }

  /** Kills the processes that a failed test leaves. */
  async kill(): Promise<void> {
    const running = [...stillRunning(this.seen), ...processTree(this.npm.pid!)];
    running.forEach(({ pid }) => process.kill(pid, 'SIGKILL'));
    this.npm.kill('SIGKILL');
    await this.exited;
  }

  private async until(condition: () => boolean, description: string): Promise<void> {
    for (const started = Date.now(); !condition(); await wait(50)) {
      if (Date.now() - started > TIMEOUT_MS) {
        const left = stillRunning(this.seen).map(({ pid, command }) => `${pid} ${command}`);
        throw new Error(`npm ${this.command} did not ${description}:\n${this.output}\n${left.join('\n')}`);
      }
    }
  }
}
