import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureAssignments, warmUp } from '../scenarios/assignment-rate';
import type { Bench } from '../world/bench';

const SHOWN = 40;

interface CpuProfile {
  /** By the machine's monotonic clock, in microseconds. */
  startTime: number;
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
}

/** Runs the engine at full load under node's profiler. @returns lines: functions by the time spent in themselves */
export async function profileEngine(bench: Bench): Promise<string[]> {
  const { city, connections, seconds } = bench.sizes;
  const fleet = await bench.fleet('uniform', city);
  const profileDirectory = mkdtempSync(join(tmpdir(), 'dispatch-profile-'));
  try {
    const { rate, from, until } = await bench.withEngines(fleet, { profileDirectory }, async (engines) => {
      await warmUp(bench, fleet, engines);
      const from = monotonicMicros();
      const rate = await measureAssignments(bench, fleet, engines, { connections, seconds: 2 * seconds });
      return { rate, from, until: monotonicMicros() };
    });
    const file = readdirSync(profileDirectory)[0]!;
    const profile = JSON.parse(readFileSync(join(profileDirectory, file), 'utf8')) as CpuProfile;
    return [
      `${rate.perSecond.toFixed(0)}/s under the profiler (CPUs: ${rate.cpu})`,
      ...selfTimes(between(profile, from, until)),
    ];
  } finally {
    rmSync(profileDirectory, { recursive: true, force: true });
  }
}

/** The same clock as that of a profile, in whichever process it was made. */
function monotonicMicros(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}

/** What of a profile falls between two times: it begins with the start of the engine, which is nobody's question. */
function between(profile: CpuProfile, from: number, until: number): CpuProfile {
  let at = profile.startTime;
  const within = profile.timeDeltas.map((micros) => {
    at += micros;
    return at >= from && at <= until;
  });
  return {
    ...profile,
    samples: profile.samples.filter((_, i) => within[i]),
    timeDeltas: profile.timeDeltas.filter((_, i) => within[i]),
  };
}

function selfTimes({ nodes, samples, timeDeltas }: CpuProfile): string[] {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const byFunction = new Map<string, number>();
  const byPackage = new Map<string, number>();
  let busy = 0;
  samples.forEach((id, i) => {
    const { name, origin } = names.get(id)!;
    const micros = timeDeltas[i]!;
    if (name !== '(idle)') {
      busy += micros;
      byFunction.set(`${name}  ${origin}`, (byFunction.get(`${name}  ${origin}`) ?? 0) + micros);
      const owner = origin.split(':')[0]!.replace(/^(node_modules\/(@[^/]+\/)?[^/]+).*/, '$1');
      byPackage.set(owner || name, (byPackage.get(owner || name) ?? 0) + micros);
    }
  });
  const top = (times: Map<string, number>) =>
    [...times]
      .sort(([, a], [, b]) => b - a)
      .slice(0, SHOWN)
      .map(([name, micros]) => `${((100 * micros) / busy).toFixed(1).padStart(5)} %  ${name}`);
  return ['', 'Time spent, by package', ...top(byPackage), '', 'Time spent, by function', ...top(byFunction)];
}

function nameOf({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']) {
  const path = url.replace(/^file:\/\//, '').replace(/^.*?(node_modules|packages|plugins)\//, '$1/');
  return { name: functionName || '(anonymous)', origin: path ? `${path}:${lineNumber + 1}` : '' };
}
