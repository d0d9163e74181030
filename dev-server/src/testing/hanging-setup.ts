import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './npm-script';

/** Writes a project whose setup never ends: it has the scripts of this project, no packages, and a compiler that hangs. */
export function writeProjectWithHangingSetup(target: string): void {
  cpSync(join(ROOT, 'dev-server/bin'), join(target, 'dev-server/bin'), { recursive: true });
  const compiler = join(
    target,
    'node_modules/@typescript',
    `typescript-${process.platform}-${process.arch}`,
    'lib',
  );
  mkdirSync(compiler, { recursive: true });
  writeFileSync(join(compiler, 'tsc'), '#!/usr/bin/env node\nsetInterval(() => {}, 1_000);\n');
  chmodSync(join(compiler, 'tsc'), 0o755);
  const noPackages = JSON.stringify({ packages: {} });
  writeFileSync(join(target, 'package-lock.json'), noPackages);
  writeFileSync(join(target, 'node_modules/.package-lock.json'), noPackages);
  writeFileSync(
    join(target, 'package.json'),
    JSON.stringify({ scripts: { start: 'node dev-server/bin/start.mjs' } }),
  );
}
