import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..', '..', '..');

/** What is read of a package.json. */
export interface Manifest {
  name: string;
  private?: boolean;
  /** `module` for sources that only a bundler reads. */
  type?: string;
  bin?: Record<string, string>;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

export interface Tarball {
  manifest: Manifest;
  /** The workspace that it was packed from. */
  workspace: string;
  /** The .tgz */
  file: string;
}

/** Packs every workspace that is to be published, as it is built now, into a folder. */
export function packAll(destination: string): Tarball[] {
  const published = ['packages', 'plugins']
    .flatMap((parent) => readdirSync(join(ROOT, parent)).map((name) => join(ROOT, parent, name)))
    .map((workspace) => ({ workspace, manifest: manifestOf(workspace) }))
    .filter(({ manifest }) => !manifest.private);
  const packed = JSON.parse(
    npm([
      ...['pack', '--json', '--pack-destination', destination],
      ...published.map(({ manifest }) => `--workspace=${manifest.name}`),
    ]),
  ) as { name: string; filename: string }[];
  return published.map(({ workspace, manifest }) => {
    const { filename } = packed.find(({ name }) => name === manifest.name)!;
    return { workspace, manifest, file: join(destination, filename) };
  });
}

export function manifestOf(directory: string): Manifest {
  return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Manifest;
}

function npm(args: string[]): string {
  return execFileSync('npm', [...args, '--offline', '--loglevel=error'], {
    cwd: ROOT,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
}
