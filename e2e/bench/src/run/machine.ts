import { execFileSync } from 'node:child_process';
import { arch, availableParallelism, cpus, release, totalmem, type } from 'node:os';

/** Machine, code and date of a measurement. */
export interface Origin {
  machine: string;
  /** Short hash; with `+` if the sources have uncommitted changes. */
  commit: string;
  /** For example `2026-01-31`. */
  date: string;
}

export function thisOrigin(): Origin {
  const cpu = cpus()[0]?.model.trim() ?? 'unknown CPU';
  const memory = Math.round(totalmem() / 2 ** 30);
  const system = `${type()} ${release().split('-')[0]} ${arch()}`;
  return {
    machine: `${cpu}, ${availableParallelism()} cores, ${memory} GB, ${system}, Node ${process.version}`,
    commit: commit(),
    date: new Date().toISOString().slice(0, 10),
  };
}

function commit(): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: __dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    const changed = git('status', '--porcelain', '--', ':/', ':(top,exclude)docs') !== '';
    return `${git('rev-parse', '--short', 'HEAD')}${changed ? '+' : ''}`;
  } catch {
    return 'unknown';
  }
}
