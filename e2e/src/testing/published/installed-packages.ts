import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './tarballs';

interface InstalledPackages {
  packages: Record<string, { link?: boolean }>;
}

/**
 * Copies this repository's installed packages to a project, as if `npm install` had run there. npm then adds missing packages
 * and removes unneeded ones. A full installation of a thousand packages takes npm minutes.
 */
export function copyInstalledPackages(project: string): void {
  const copied = join(project, 'node_modules');
  // A copy, not hard links: install scripts may change files in place.
  execFileSync('cp', ['-a', join(ROOT, 'node_modules'), copied]);
  rmSync(join(copied, '.cache'), { recursive: true, force: true });
  // Links to the workspaces: the project installs their tarballs.
  const scope = join(copied, '@driver-dispatch');
  readdirSync(scope).forEach((name) => rmSync(join(scope, name)));
  // npm reads the installed packages from this file if it is newer than the folders.
  const file = join(copied, '.package-lock.json');
  const installed = JSON.parse(readFileSync(file, 'utf8')) as InstalledPackages;
  const packages = Object.fromEntries(
    Object.entries(installed.packages).filter(
      ([path, { link }]) => path.startsWith('node_modules/') && !link,
    ),
  );
  rmSync(file);
  writeFileSync(file, JSON.stringify({ ...installed, packages }));
}
