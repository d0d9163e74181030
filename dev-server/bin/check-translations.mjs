/** Fails if a text of a dashboard or the driver app is missing in a message catalog or is not translated. Extracts into copies of the catalogs. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import configuration from '../../lingui.config.mjs';
import { ROOT } from './setup.mjs';

const CONFIGURATION = pathToFileURL(join(ROOT, 'lingui.config.mjs')).href;

const folders = configuration.catalogs.map(({ path }) => dirname(path.replace('<rootDir>', ROOT)));

const copies = mkdtempSync(join(tmpdir(), 'catalogs-'));
const copyOf = (path) => join(copies, relative(ROOT, path));
let problems;
try {
  folders.forEach((folder) => cpSync(folder, copyOf(folder), { recursive: true }));
  extractInto(copies);
  problems = folders.flatMap((folder) =>
    readdirSync(folder).flatMap((file) => problemsIn(join(folder, file))),
  );
} finally {
  rmSync(copies, { recursive: true });
}
for (const problem of problems) {
  console.error(problem);
}
process.exit(problems.length === 0 ? 0 : 1);

function extractInto(directory) {
  const configuration = join(directory, 'lingui.config.mjs');
  writeFileSync(
    configuration,
    `import configuration from ${JSON.stringify(CONFIGURATION)};
    export default {
      ...configuration,
      rootDir: ${JSON.stringify(ROOT)},
      catalogs: configuration.catalogs.map((catalog) => ({
        ...catalog,
        path: catalog.path.replace('<rootDir>', ${JSON.stringify(directory)}),
      })),
    };`,
  );
  const lingui = join(ROOT, 'node_modules', '@lingui', 'cli', 'dist', 'lingui.js');
  execFileSync(process.execPath, [lingui, 'extract', '--clean', '--config', configuration]);
}

function problemsIn(catalog) {
  const extracted = readFileSync(copyOf(catalog), 'utf8');
  // The first entry is the header, whose msgstr is empty.
  const untranslated = extracted
    .split('\n\n')
    .slice(1)
    .filter((entry) => /^msgstr ""$/m.test(entry) && !/^"/m.test(entry));
  return [
    ...(extracted === readFileSync(catalog, 'utf8') ? [] : [`${catalog} is outdated. Run: npm run codegen`]),
    ...untranslated.map((entry) => `${catalog} has no translation of ${/^msgid (.*)$/m.exec(entry)[1]}`),
  ];
}
