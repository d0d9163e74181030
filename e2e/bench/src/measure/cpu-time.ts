import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of the kernel's clock per second. */
const TICKS_PER_SECOND = 100;

interface Stat {
  parent: number;
  /** CPU time of the process and of its children that have ended. */
  seconds: number;
}

/**
 * Returns the CPU seconds of processes and all their descendants since their start, including ended children such as
 * PostgreSQL's backends.
 */
export function cpuSeconds(pids: readonly number[]): number {
  const stats = new Map<number, Stat>();
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const stat = Number.isInteger(pid) && readStat(pid);
    if (stat) {
      stats.set(pid, stat);
      children.set(stat.parent, [...(children.get(stat.parent) ?? []), pid]);
    }
  }
  const ofTree = (pid: number): number =>
    (children.get(pid) ?? []).reduce((total, child) => total + ofTree(child), stats.get(pid)?.seconds ?? 0);
  return pids.reduce((total, pid) => total + ofTree(pid), 0);
}

/** Returns the CPU seconds of the whole machine since its start. */
export function machineSeconds(): { busy: number; stolen: number } {
  const line = readFileSync('/proc/stat', 'utf8').split('\n')[0]!;
  const [user, nice, system, , , , , steal] = line.trim().split(/ +/).slice(1).map(Number);
  return { busy: (user! + nice! + system!) / TICKS_PER_SECOND, stolen: (steal ?? 0) / TICKS_PER_SECOND };
}

/** Returns the resident memory of a process in MB. */
export function residentMegabytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;
}

function readStat(pid: number): Stat | undefined {
  try {
    // The fields follow the name in parentheses, which may contain anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    const ticks = fields.slice(11, 15).reduce((total, field) => total + Number(field), 0);
    return { parent: Number(fields[1]), seconds: ticks / TICKS_PER_SECOND };
  } catch {
    // The process has ended.
    return undefined;
  }
}
