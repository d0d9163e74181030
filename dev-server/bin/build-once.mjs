import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT, runStep } from './setup.mjs';

/**
 * Builds something with Vite, unless a build of the same sources exists.
 *
 * @param name name of the step
 * @param directory folder of the configuration and of the build, `dist`
 * @param config name of the configuration
 * @param sources folders that the build reads
 */
export async function buildOnce({ name, directory, config, sources }) {
  const fingerprintFile = join(directory, 'dist', 'fingerprint.txt');
  const fingerprint = fingerprintOf(sources);
  if (existsSync(fingerprintFile) && readFileSync(fingerprintFile, 'utf8') === fingerprint) {
    return;
  }
  await runStep(
    name,
    process.execPath,
    [
      join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js'),
      'build',
      '--logLevel',
      'error',
      '--config',
      join(directory, config),
    ],
    {
      // Tests set another value, with which React would be built for development.
      NODE_ENV: 'production',
      // The build of the dashboard needs 2 GB, more than the default heap limit of Node.js on a small machine.
      NODE_OPTIONS: '--max-old-space-size=3072',
    },
  );
  writeFileSync(fingerprintFile, fingerprint);
}

/** A hash of the sources and of package-lock.json. */
function fingerprintOf(sources) {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')));
  for (const file of sources.flatMap(filesOf).sort()) {
    hash.update(`\0${relative(ROOT, file)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesOf(folder) {
  if (!existsSync(folder)) {
    return [];
  }
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => !/^(dist|node_modules)/.test(relative(folder, file)) && !/spec\.tsx?$/.test(file));
}
