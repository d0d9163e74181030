import { readdirSync, readFileSync } from 'node:fs';
import type { Pool } from 'pg';
import type { Servers } from './servers';

/** Ticks of the kernel's clock a second; the same on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** CPU seconds that each part has used since it started; empty where the system has no /proc. */
export type CpuTimes = Record<string, number>;

/** Reads what each part has used so far. */
export async function cpuTimes(
  { redis, redisServer }: Servers,
  database: Pool,
  engines: readonly number[],
): Promise<CpuTimes> {
  try {
    readFileSync('/proc/self/stat');
  } catch {
    return {};
  }
  const { rows } = await database.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const postmaster = statOf(rows[0]!.pid).parent;
  const times: CpuTimes = { engine: sum(engines.map((pid) => statOf(pid).seconds)) };
  times.postgres = sum(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => statOrNothing(Number(name)))
      .filter(({ parent }) => parent === postmaster)
      .map(({ seconds }) => seconds),
  );
  if (redisServer.running) {
    const info = await redis.info('server');
    times.redis = statOf(Number(/process_id:(\d+)/.exec(info)![1])).seconds;
  }
  return times;
}

/** Resident memory of a process, in MB; NaN where the system has no /proc. */
export function residentMegabytes(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;
  } catch {
    return NaN;
  }
}

/** CPUs that each part has used on average between two readings, such as `engine 0.98, postgres 0.71`. */
export function describeCpu(before: CpuTimes, after: CpuTimes, seconds: number): string {
  return Object.keys(after)
    .map((part) => `${part} ${((after[part]! - (before[part] ?? 0)) / seconds).toFixed(2)}`)
    .join(', ');
}

function statOf(pid: number): { parent: number; seconds: number } {
  // After the name in parentheses, which may hold anything.
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
    .replace(/^.*\) /s, '')
    .split(' ');
  return { parent: Number(fields[1]), seconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND };
}

function statOrNothing(pid: number): { parent: number; seconds: number } {
  try {
    return statOf(pid);
  } catch {
    return { parent: -1, seconds: 0 };
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
