/** Fails where the dashboards say something that their catalogs don't have, or that is not translated. */
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
  'extract', '--clean', '--config', join(ROOT, 'lingui.config.mjs'),
]);
const faults = catalogs.flatMap((file) => {
  const now = readFileSync(file, 'utf8');
  writeFileSync(file, before.get(file));
  // The header's own msgstr comes first.
  const untranslated = now
    .split('\n\n')
    .slice(1)
    .filter((entry) => /^msgstr ""$/m.test(entry) && !/^"/m.test(entry));
  return [
    ...(now === before.get(file) ? [] : [`${file} is behind the sources: npm run codegen`]),
    ...untranslated.map((entry) => `${file} does not translate ${/^msgid (.*)$/m.exec(entry)[1]}`),
  ];
});
for (const fault of faults) {
  console.error(fault);
}
process.exit(faults.length === 0 ? 0 : 1);
