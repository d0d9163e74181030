/** Fails if a text of a dashboard is missing in a message catalog or is not translated. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './setup.mjs';

const catalogs = readdirSync(join(ROOT, 'plugins'))
  .map((plugin) => join(ROOT, 'plugins', plugin, 'dashboard', 'i18n'))
  .filter(existsSync)
  .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)));

const before = new Map(catalogs.map((file) => [file, readFileSync(file, 'utf8')]));
execFileSync(process.execPath, [
  join(ROOT, 'node_modules', '@lingui', 'cli', 'dist', 'lingui.js'),
  'extract',
  '--clean',
  '--config',
  join(ROOT, 'lingui.config.mjs'),
]);
const problems = catalogs.flatMap((file) => {
  const now = readFileSync(file, 'utf8');
  writeFileSync(file, before.get(file));
  // The first entry is the header, whose msgstr is empty.
  const untranslated = now
    .split('\n\n')
    .slice(1)
    .filter((entry) => /^msgstr ""$/m.test(entry) && !/^"/m.test(entry));
  return [
    ...(now === before.get(file) ? [] : [`${file} is outdated. Run: npm run codegen`]),
    ...untranslated.map((entry) => `${file} has no translation of ${/^msgid (.*)$/m.exec(entry)[1]}`),
  ];
});
for (const problem of problems) {
  console.error(problem);
}
process.exit(problems.length === 0 ? 0 : 1);
