/**
 * `npm run pictures`: saves screenshots of every page in both themes, wide and narrow, in `e2e/browser/screenshots`, and
 * copies those that the guides use to `docs/guides/pictures`. The browser tests take the screenshots.
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
  console.error('The browser tests failed: the pictures of the guides are not updated');
  process.exit(1);
}

const shown = picturesShown();
const missing = shown.filter((name) => !existsSync(join(SCREENSHOTS, name)));
if (missing.length > 0) {
  console.error(`Missing screenshots: ${missing.join(', ')}`);
  process.exit(1);
}
for (const name of shown) {
  copyFileSync(join(SCREENSHOTS, name), join(PICTURES, name));
}
for (const name of readdirSync(PICTURES).filter((file) => !shown.includes(file))) {
  rmSync(join(PICTURES, name));
}
console.log(`${shown.length} pictures updated`);

/** Returns the distinct picture files that the guides use. */
function picturesShown() {
  const guides = readdirSync(GUIDES).filter((file) => file.endsWith('.md'));
  const names = guides.flatMap((file) =>
    [...readFileSync(join(GUIDES, file), 'utf8').matchAll(/\]\(pictures\/([\w-]+\.png)\)/g)].map(
      ([, name]) => name,
    ),
  );
  return [...new Set(names)];
}
