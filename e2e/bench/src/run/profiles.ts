import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Number of functions in each list. */
const SHOWN = 40;

interface CallFrame {
  functionName: string;
  url: string;
  lineNumber: number;
}

/** Format of Node's `--cpu-prof` files. */
export interface CpuProfile {
  nodes: { id: number; callFrame: CallFrame }[];
  samples: number[];
  /** Microseconds. */
  timeDeltas: number[];
}

/** CPU profiles of the measured processes. */
export class Profiles {
  private readonly root = mkdtempSync(join(tmpdir(), 'dispatch-profiles-'));

  /** Returns the Node arguments with which a process writes its profile when it ends. */
  nodeArgs(name: string): string[] {
    const folder = join(this.root, name);
    mkdirSync(folder, { recursive: true });
    return ['--cpu-prof', '--cpu-prof-dir', folder];
  }

  /** Returns the functions with the largest self time, by process name. */
  describe(): string {
    return readdirSync(this.root)
      .flatMap((name) => {
        const profiles = readdirSync(join(this.root, name)).map(
          (file) => JSON.parse(readFileSync(join(this.root, name, file), 'utf8')) as CpuProfile,
        );
        return describeProfiles(name, profiles);
      })
      .join('\n');
  }

  close(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Returns functions by self time, in percent of the process's busy time. */
export function describeProfiles(name: string, profiles: readonly CpuProfile[]): string[] {
  const times = new Map<string, number>();
  for (const { nodes, samples, timeDeltas } of profiles) {
    const names = new Map(nodes.map(({ id, callFrame }) => [id, getName(callFrame)]));
    samples.forEach((id, i) => times.set(names.get(id)!, (times.get(names.get(id)!) ?? 0) + timeDeltas[i]!));
  }
  times.delete(IDLE);
  const busy = [...times.values()].reduce((total, micros) => total + micros, 0);
  const longest = [...times].sort(([, a], [, b]) => b - a).slice(0, SHOWN);
  const lines = longest.map(([key, micros]) => `${((100 * micros) / busy).toFixed(1).padStart(5)} %  ${key}`);
  return ['', name, ...lines];
}

const IDLE = '(idle)';

function getName({ functionName, url, lineNumber }: CallFrame): string {
  const path = url.replace(/^file:\/\//, '').replace(/^.*?(node_modules|packages|plugins)\//, '$1/');
  return path ? `${functionName || '(anonymous)'}  ${path}:${lineNumber + 1}` : functionName;
}
