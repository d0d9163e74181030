import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..', '..', '..');

/** Fields of a package.json. */
export interface Manifest {
  name: string;
  private?: boolean;
  /** `module` for sources that only a bundler reads. */
  type?: string;
}

export interface Tarball {
  manifest: Manifest;
  /** Path of the .tgz file. */
  file: string;
}

/** @returns the tarballs in a folder, one for each published workspace */
export function tarballsIn(folder: string): Tarball[] {
  const packed = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  return ['packages', 'plugins']
    .flatMap((parent) => readdirSync(join(ROOT, parent)).map((name) => join(ROOT, parent, name)))
    .map((workspace) => JSON.parse(readFileSync(join(workspace, 'package.json'), 'utf8')) as Manifest)
    .filter((manifest) => !manifest.private)
    .map((manifest) => {
      const prefix = manifest.name.replace('@', '').replace('/', '-');
      const file = packed.find((name) => name.startsWith(`${prefix}-`));
      if (!file) {
        throw new Error(`${manifest.name} was not packed`);
      }
      return { manifest, file: join(folder, file) };
    });
}
