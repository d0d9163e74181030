import { execFileSync } from 'node:child_process';
import { processIdentity } from '@driver-dispatch/local-servers';

export interface RunningProcess {
  pid: number;
  identity: string;
  command: string;
}

/** A process and its descendants. */
export function processTree(root: number): RunningProcess[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, ppid, command]) => ({ pid: Number(pid), ppid: Number(ppid), command: command! }));
  const descendants = (parent: number): typeof rows =>
    rows.filter(({ ppid }) => ppid === parent).flatMap((row) => [row, ...descendants(row.pid)]);
  const tree = [...rows.filter(({ pid }) => pid === root), ...descendants(root)];
  return tree.flatMap(({ pid, command }) => {
    const identity = processIdentity(pid);
    return identity === undefined ? [] : [{ pid, identity, command }];
  });
}

/** The processes that still run. */
export function stillRunning(processes: readonly RunningProcess[]): RunningProcess[] {
  return processes.filter(({ pid, identity }) => processIdentity(pid) === identity);
}
