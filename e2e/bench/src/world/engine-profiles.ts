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

/** The engines of one measurement. */
export class ProfiledEngines {
  private from = NaN;
  private until = NaN;

  constructor(readonly directory: string) {}

  /** Watches the engines at work: their start is nobody's question. */
  async watch<T>(work: () => Promise<T>): Promise<T> {
    this.from = monotonicMicros();
    try {
      return await work();
    } finally {
      this.until = monotonicMicros();
    }
  }

  /** The profile of one of them, once it has ended, cut to the time in which it was watched. */
  read(): CpuProfile {
    const [file] = readdirSync(this.directory);
    const profile = JSON.parse(readFileSync(join(this.directory, file!), 'utf8')) as CpuProfile;
    let at = profile.startTime;
    const within = profile.timeDeltas.map((micros) => {
      at += micros;
      return at >= this.from && at <= this.until;
    });
    return {
      ...profile,
      samples: profile.samples.filter((_, i) => within[i]),
      timeDeltas: profile.timeDeltas.filter((_, i) => within[i]),
    };
  }
}

/** CPU profiles of all engines that a bench runs. */
export class EngineProfiles {
  private readonly root = mkdtempSync(join(tmpdir(), 'dispatch-profiles-'));
  private last: ProfiledEngines | undefined;

  next(): ProfiledEngines {
    this.last = new ProfiledEngines(mkdtempSync(join(this.root, 'engines-')));
    return this.last;
  }

  /** Of the measurement that ended last: a scenario's own comes after those that it is held against. */
  latest(): CpuProfile {
    if (!this.last) {
      throw new Error('No engine was run');
    }
    return this.last.read();
  }

  close(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** The same clock as that of a profile, in whichever process it was made. */
function monotonicMicros(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}
