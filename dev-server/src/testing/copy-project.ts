import { cpSync, linkSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './npm-script';

/** What a copy leaves out: history, databases, and caches of installed packages. */
const LEFT_OUT = ['.git', '.data', '.cache'];

/** Copies the project, including compiled files. Installed packages become hard links, so the target needs the same disk. */
export function copyProject(target: string): void {
  for (const entry of entriesOf(ROOT)) {
    const [from, to] = [join(ROOT, entry.name), join(target, entry.name)];
    if (entry.name === 'node_modules') {
      linkFolder(from, to);
    } else {
      cpSync(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    }
  }
}

function linkFolder(source: string, target: string): void {
  mkdirSync(target);
  for (const entry of entriesOf(source)) {
    const [from, to] = [join(source, entry.name), join(target, entry.name)];
    if (entry.isDirectory()) {
      linkFolder(from, to);
    } else if (entry.isSymbolicLink()) {
      symlinkSync(readlinkSync(from), to);
    } else {
      linkSync(from, to);
    }
  }
}

function entriesOf(folder: string) {
  return readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !LEFT_OUT.includes(name));
}
