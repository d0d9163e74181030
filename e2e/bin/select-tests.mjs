import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from '../../dev-server/bin/setup.mjs';

/** Folders of the workspaces. */
const FOLDERS = ['packages', 'plugins', 'dev-server', 'e2e'];

/** The title of a suite: its first `describe` with a plain text. */
const TITLE = /\bdescribe\((['"])(.+?)\1,/;

const KIND = '--kind=';

/** Test files of each kind. */
const KINDS = {
  int: (file) => file.endsWith('.int-spec.ts'),
  e2e: (file) => file.endsWith('.e2e-spec.ts') && !inBrowser(file),
  browser: (file) => file.endsWith('.e2e-spec.ts') && inBrowser(file),
};

const inBrowser = (file) => relative(ROOT, file).startsWith(join('e2e', 'browser'));

/**
 * Jest's arguments for patterns of file names. `--kind=int`, `--kind=e2e` and `--kind=browser` select from the files of that
 * kind. A `*.suite.ts` is a part of a test file whose servers it shares with others: patterns that match no test file select
 * suites, which run alone in the files that import them.
 *
 * @throws Error when there is no such kind, or no file of it matches
 */
export function selectTests(args) {
  const kind = args.find((arg) => arg.startsWith(KIND))?.slice(KIND.length);
  return kind === undefined
    ? selectFiles(args)
    : filesOfKind(
        kind,
        args.filter((arg) => !arg.startsWith(KIND)),
      );
}

function selectFiles(args) {
  const patterns = patternsIn(args);
  const files = allFiles();
  const matching = (kind) => files.filter((file) => kind.test(file) && matches(file, patterns));
  const suites = matching(/\.suite\.ts$/);
  if (suites.length === 0 || matching(/spec\.ts$/).length > 0) {
    return args;
  }
  const titles = suites.map((file) => TITLE.exec(readFileSync(file, 'utf8'))?.[2]);
  return [
    ...optionsIn(args),
    // Without a title of its own a suite is all of its files.
    ...(titles.includes(undefined) ? [] : ['--testNamePattern', titles.map(escape).join('|')]),
    ...['--findRelatedTests', ...suites],
  ];
}

function filesOfKind(kind, args) {
  const isOfKind = KINDS[kind];
  if (!isOfKind) {
    throw new Error(`There is no kind of tests ${kind}. Kinds are ${Object.keys(KINDS).join(', ')}.`);
  }
  const patterns = patternsIn(args);
  const files = allFiles().filter(
    (file) => isOfKind(file) && (patterns.length === 0 || matches(file, patterns)),
  );
  if (files.length === 0) {
    throw new Error(`No ${kind} test matches ${args.join(' ')}.`);
  }
  return [...optionsIn(args), '--runTestsByPath', ...files];
}

const patternsIn = (args) => args.filter((arg) => !arg.startsWith('-')).map((arg) => new RegExp(arg, 'i'));

const optionsIn = (args) => args.filter((arg) => arg.startsWith('-'));

const matches = (file, patterns) => patterns.some((pattern) => pattern.test(relative(ROOT, file)));

const allFiles = () => FOLDERS.flatMap((folder) => filesOf(join(ROOT, folder)));

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
