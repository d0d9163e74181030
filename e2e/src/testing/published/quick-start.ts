import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findCodeBlocks, type CodeBlock } from './readme-blocks';
import { ROOT } from './tarballs';

const HEADING = 'Install in your shop';

export interface QuickStartOptions {
  /** Folder of the shop. */
  shop: string;
  /** Ports that replace those in the README. */
  ports: { shop: number; engine: number };
  environment: Record<string, string>;
}

/** Runs the code blocks of the README's installation section with changed ports. */
export class QuickStart {
  private readonly blocks: CodeBlock[];
  private readonly started: { child: ChildProcess; output: () => string }[] = [];

  constructor(private readonly options: QuickStartOptions) {
    const { ports } = options;
    this.blocks = findCodeBlocks(join(ROOT, 'README.md'), HEADING).map((block) => ({
      ...block,
      text: block.text.replaceAll('3000', `${ports.shop}`).replaceAll('3300', `${ports.engine}`),
    }));
  }

  /** Texts of the code blocks that were not run. */
  get remaining(): string[] {
    return this.blocks.map(({ text }) => text);
  }

  /** Runs the shell block that contains a text. @throws Error with its output when it fails */
  run(text: string, folder = this.options.shop): Promise<void> {
    return this.runOwn(this.take('sh', text).text, folder);
  }

  /** Runs a command that is not in the README, as `run` does. */
  async runOwn(command: string, folder = this.options.shop): Promise<void> {
    const { child, output } = this.spawn(command, folder);
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) {
      throw new Error(`"${command}" exited with ${code}:\n${output()}`);
    }
  }

  /** Writes the block that contains a text to the file that is named in the README. */
  write(language: string, text: string): void {
    const block = this.take(language, text);
    writeFileSync(join(this.options.shop, block.file!), block.text);
  }

  /** Starts the shell block that contains a text, and waits until it is ready. @returns a function that returns its output */
  start(text: string, ready?: () => Promise<boolean>): Promise<() => string> {
    return this.startOwn(this.take('sh', text).text, ready);
  }

  /** Starts a command that is not in the README, as `start` does. */
  async startOwn(command: string, ready = async () => true): Promise<() => string> {
    const process = this.spawn(command, this.options.shop);
    this.started.push(process);
    while (!(await ready().catch(() => false))) {
      if (hasEnded(process.child)) {
        throw new Error(`"${command}" ended:\n${process.output()}`);
      }
      await sleep(100);
    }
    return process.output;
  }

  /** Stops all started commands. */
  async stop(): Promise<void> {
    await Promise.all(
      this.started.map(async ({ child }) => {
        if (!hasEnded(child)) {
          const closed = once(child, 'close');
          process.kill(-child.pid!, 'SIGTERM');
          await closed;
        }
      }),
    );
  }

  private take(language: string, text: string): CodeBlock {
    const index = this.blocks.findIndex((block) => block.language === language && block.text.includes(text));
    if (index < 0) {
      throw new Error(`The README has no ${language} block with "${text}"`);
    }
    return this.blocks.splice(index, 1)[0]!;
  }

  /** Runs a script in its own process group, so that a signal reaches all its processes. */
  private spawn(script: string, cwd: string): { child: ChildProcess; output: () => string } {
    const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
      cwd,
      env: this.options.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    return { child, output: () => text };
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
