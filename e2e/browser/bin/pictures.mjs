/** Renews the pictures of the guides: runs the browser tests, and takes over those screenshots that the guides show. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../dev-server/bin/setup.mjs';

const GUIDES = join(ROOT, 'docs', 'guides');
const PICTURES = join(GUIDES, 'pictures');
const SCREENSHOTS = join(ROOT, 'e2e', 'browser', 'screenshots');

// What an earlier run has left is not what the pages look like now.
rmSync(SCREENSHOTS, { recursive: true, force: true });
const { status } = spawnSync(process.execPath, [join(ROOT, 'e2e', 'bin', 'test.mjs'), 'e2e/browser'], {
  cwd: ROOT,
  stdio: 'inherit',
});
if (status !== 0) {
  console.error('The pictures stay as they are: the browser tests have failed');
  process.exit(1);
}

const shown = picturesShown();
const missing = shown.filter((name) => !existsSync(join(SCREENSHOTS, name)));
if (missing.length > 0) {
  console.error(`No browser test takes ${missing.join(', ')}`);
  process.exit(1);
}
for (const name of shown) {
  copyFileSync(join(SCREENSHOTS, name), join(PICTURES, name));
}
for (const name of readdirSync(PICTURES).filter((file) => !shown.includes(file))) {
  rmSync(join(PICTURES, name));
}
console.log(`${shown.length} pictures are renewed`);

/** The files that the guides show, each once. */
function picturesShown() {
  const guides = readdirSync(GUIDES).filter((file) => file.endsWith('.md'));
  const names = guides.flatMap((file) =>
    [...readFileSync(join(GUIDES, file), 'utf8').matchAll(/\]\(pictures\/([\w-]+\.png)\)/g)].map(
      ([, name]) => name,
    ),
  );
  return [...new Set(names)];
}
