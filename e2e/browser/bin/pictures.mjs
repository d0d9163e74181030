/**
 * `npm run pictures`: takes screenshots of every page in both themes, wide and narrow, into `e2e/browser/screenshots`, and
 * copies those that the guides show to `docs/guides/pictures`. The pictures are taken during the browser tests.
 */
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, setUp } from '../../../dev-server/bin/setup.mjs';
import { runScript } from '../../bin/run-script.mjs';

const GUIDES = join(ROOT, 'docs', 'guides');
const PICTURES = join(GUIDES, 'pictures');
const SCREENSHOTS = join(ROOT, 'e2e', 'browser', 'screenshots');

await setUp();
rmSync(SCREENSHOTS, { recursive: true, force: true });
const passed = await runScript(
  'node_modules/jest/bin/jest.js',
  ['--config=e2e/browser/jest.pictures.cjs', '--maxWorkers=1'],
  {
    NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
    VENDURE_DISABLE_TELEMETRY: 'true',
    SCREENSHOTS,
  },
);
if (!passed) {
  console.error('The pictures of the guides stay as they are: the browser tests failed');
  process.exit(1);
}

const shown = picturesShown();
const missing = shown.filter((name) => !existsSync(join(SCREENSHOTS, name)));
if (missing.length > 0) {
  console.error(`No browser test takes the picture ${missing.join(', ')}`);
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
