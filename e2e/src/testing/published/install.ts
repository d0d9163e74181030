import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { manifestOf, ROOT, type Tarball } from './tarballs';

/**
 * Installs tarballs and what the project depends on besides, without a registry: third-party packages are links to
 * this repository's own. As strict as the strictest package manager: a package finds what it declares, and nothing
 * that only happens to be there. Peers are installed in the project, as npm does.
 */
export function install(project: string, tarballs: readonly Tarball[]): void {
  const packed = new Set(tarballs.map(({ manifest }) => manifest.name));
  for (const { manifest, workspace, file } of tarballs) {
    const home = join(project, 'node_modules', manifest.name);
    mkdirSync(home, { recursive: true });
    execFileSync('tar', ['-xzf', file, '-C', home, '--strip-components=1']);
    linkThirdParties(home, workspace, manifest.dependencies, packed);
    linkThirdParties(project, workspace, manifest.peerDependencies, packed);
    linkCommands(project, home);
  }
  linkThirdParties(project, ROOT, manifestOf(project).dependencies, packed);
  // Dashboards import what Vendure's own brings, such as React and its icons, and find it where npm hoists it to.
  const dashboard = installed('@vendure/dashboard', ROOT);
  linkThirdParties(project, dashboard, manifestOf(dashboard).dependencies, packed);
}

function linkThirdParties(
  home: string,
  workspace: string,
  dependencies: Record<string, string> = {},
  packed: ReadonlySet<string>,
): void {
  for (const name of Object.keys(dependencies)) {
    const link = join(home, 'node_modules', name);
    if (packed.has(name) || existsSync(link)) {
      continue;
    }
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(installed(name, workspace), link, 'junction');
  }
}

/** Where this repository has a package, seen from one of its folders. */
function installed(name: string, from: string): string {
  const here = join(from, 'node_modules', name);
  if (existsSync(here)) {
    return realpathSync(here);
  }
  if (from === dirname(from)) {
    throw new Error(`${name} is not installed`);
  }
  return installed(name, dirname(from));
}

function linkCommands(project: string, home: string): void {
  const folder = join(project, 'node_modules', '.bin');
  mkdirSync(folder, { recursive: true });
  for (const [command, script] of Object.entries(manifestOf(home).bin ?? {})) {
    chmodSync(join(home, script), 0o755);
    symlinkSync(relative(folder, join(home, script)), join(folder, command));
  }
}
