import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from '../../dev-server/bin/setup.mjs';

/** Folders of the workspaces. */
const FOLDERS = ['packages', 'plugins', 'dev-server', 'e2e'];

/** The title of a suite: its first `describe` with a plain text. */
const TITLE = /\bdescribe\((['"])(.+?)\1,/;

/**
 * Jest's arguments for patterns of file names. A `*.suite.ts` is a part of a test file whose servers it shares with others:
 * patterns that match no test file select suites, which run alone in the files that import them.
 */
export function selectTests(args) {
  const patterns = args.filter((arg) => !arg.startsWith('-')).map((arg) => new RegExp(arg, 'i'));
  const files = FOLDERS.flatMap((folder) => filesOf(join(ROOT, folder)));
  const matching = (kind) =>
    files.filter((file) => kind.test(file) && patterns.some((pattern) => pattern.test(relative(ROOT, file))));
  const suites = matching(/\.suite\.ts$/);
  if (suites.length === 0 || matching(/spec\.ts$/).length > 0) {
    return args;
  }
  const titles = suites.map((file) => TITLE.exec(readFileSync(file, 'utf8'))?.[2]);
  return [
    ...args.filter((arg) => arg.startsWith('-')),
    // Without a title of its own a suite is all of its files.
    ...(titles.includes(undefined) ? [] : ['--testNamePattern', titles.map(escape).join('|')]),
    ...['--findRelatedTests', ...suites],
  ];
}

function filesOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) {
      return [path];
    }
    return ['node_modules', 'dist'].includes(entry.name) ? [] : filesOf(path);
  });
}

function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
