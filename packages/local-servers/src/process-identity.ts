import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Tells a process from every other one that has its id later: the time when it started. Undefined when there is no such
 * process, or it has ended.
 */
export function processIdentity(pid: number): string | undefined {
  if (!Number.isInteger(pid) || pid <= 0) {
    return undefined;
  }
  try {
    return process.platform === 'linux' ? startInProc(pid) : startInPs(pid);
  } catch {
    return undefined;
  }
}

function startInProc(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The command in parentheses may have spaces and parentheses of its own; the state and 18 more fields follow it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[19];
}

function startInPs(pid: number): string | undefined {
  const output = execFileSync('ps', ['-p', String(pid), '-o', 'lstart='], {
    encoding: 'utf8',
    stdio: 'pipe',
  });
  return output.trim() || undefined;
}
