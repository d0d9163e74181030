import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What node writes with `--cpu-prof`. */
export interface CpuProfile {
  /** By the machine's monotonic clock, in microseconds. */
  startTime: number;
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
}

/** CPU profiles of the processes that a bench measures. */
export class Profiles {
  private readonly root = mkdtempSync(join(tmpdir(), 'dispatch-profiles-'));
  private readonly folders = new Map<string, string>();
  private readonly loads: { from: number; until: number }[] = [];

  /** Arguments of node with which a process leaves its profile when it ends, in place of an earlier one's of that name. */
  nodeArgs(name: string): string[] {
    const folder = mkdtempSync(join(this.root, 'process-'));
    this.folders.set(name, folder);
    return ['--cpu-prof', '--cpu-prof-dir', folder];
  }

  /** Nobody asks what a process does when it starts, nor between two rounds: what counts is the time under load. */
  async watch<T>(load: () => Promise<T>): Promise<T> {
    const from = monotonicMicros();
    try {
      return await load();
    } finally {
      this.loads.push({ from, until: monotonicMicros() });
    }
  }

  /** Those of the processes that ended last, by name, cut to the times under load; of several alike that of one. */
  take(): Map<string, CpuProfile> {
    const taken = new Map([...this.folders].map(([name, folder]) => [name, this.underLoad(read(folder))]));
    this.folders.clear();
    return taken;
  }

  close(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  private underLoad(profile: CpuProfile): CpuProfile {
    let at = profile.startTime;
    const within = profile.timeDeltas.map((micros) => {
      at += micros;
      return this.loads.some(({ from, until }) => at >= from && at <= until);
    });
    return {
      ...profile,
      samples: profile.samples.filter((_, i) => within[i]),
      timeDeltas: profile.timeDeltas.filter((_, i) => within[i]),
    };
  }
}

function read(folder: string): CpuProfile {
  const [file] = readdirSync(folder);
  return JSON.parse(readFileSync(join(folder, file!), 'utf8')) as CpuProfile;
}

/** The same clock as that of a profile, in whichever process it was made. */
function monotonicMicros(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}
