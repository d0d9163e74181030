import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from '../../dev-server/bin/setup.mjs';

/** Folders of the workspaces. */
const FOLDERS = ['packages', 'plugins', 'dev-server', 'e2e'];

/** Matches the title of a suite: its first `describe` with a string literal. */
const TITLE = /\bdescribe\((['"])(.+?)\1,/;

const KIND = '--kind=';

const IS_SUITE = /\.suite\.ts$/;

const isIn = (folder, file) => relative(ROOT, file).startsWith(join(folder, '/'));

/** Test files of each kind, and the suites that they import. */
const KINDS = {
  int: (file) => file.endsWith('.int-spec.ts') || (IS_SUITE.test(file) && !isIn('e2e', file)),
  e2e: (file) => isEndToEnd(file) && !isIn('e2e/browser', file),
  browser: (file) => isEndToEnd(file) && isIn('e2e/browser', file),
};

const isEndToEnd = (file) => file.endsWith('.e2e-spec.ts') || (IS_SUITE.test(file) && isIn('e2e', file));

/**
 * Returns Jest's arguments for patterns of file names. `--kind=int`, `--kind=e2e` and `--kind=browser` restrict the files. A
 * `*.suite.ts` is a part of a test file and shares its servers. Patterns that match no test file select suites, which then run
 * alone within the files that import them.
 *
 * @throws Error when the kind is unknown or no file matches
 */
export function selectTests(args) {
  const kind = args.find((arg) => arg.startsWith(KIND))?.slice(KIND.length);
  if (kind === undefined) {
    const { files, suites } = matching(args);
    requireMatch([...files, ...suites], 'test', args);
    return files.length === 0 ? [...optionsIn(args), ...only(suites)] : args;
  }
  const isOfKind = KINDS[kind];
  if (!isOfKind) {
    throw new Error(`Unknown kind of tests: ${kind}. Kinds are ${Object.keys(KINDS).join(', ')}.`);
  }
  const others = args.filter((arg) => !arg.startsWith(KIND));
  const { files, suites } = matching(others, isOfKind);
  requireMatch([...files, ...suites], `${kind} test`, others);
  return [...optionsIn(others), ...(files.length > 0 ? ['--runTestsByPath', ...files] : only(suites))];
}

/** @throws Error when nothing was found */
function requireMatch(found, kind, args) {
  if (found.length === 0) {
    throw new Error(
      `No ${kind} matches ${args.join(' ')}. Give a part of a file's path, or the title of a test as --testNamePattern=TITLE.`,
    );
  }
}

/** Returns the test files and suites of a kind that match the patterns; all without a pattern. */
function matching(args, isOfKind = () => true) {
  const patterns = args.filter((arg) => !arg.startsWith('-')).map((arg) => new RegExp(arg, 'i'));
  const found = FOLDERS.flatMap((folder) => filesOf(join(ROOT, folder))).filter(
    (file) =>
      isOfKind(file) &&
      (patterns.length === 0 || patterns.some((pattern) => pattern.test(relative(ROOT, file)))),
  );
  return {
    files: found.filter((file) => /spec\.ts$/.test(file)),
    suites: found.filter((file) => IS_SUITE.test(file)),
  };
}

/** Returns Jest's arguments that run only these suites. */
function only(suites) {
  const titles = suites.map((file) => TITLE.exec(readFileSync(file, 'utf8'))?.[2]);
  return [
    // A suite without a title runs with the whole files that import it.
    ...(titles.includes(undefined) ? [] : ['--testNamePattern', titles.map(escape).join('|')]),
    '--findRelatedTests',
    ...suites,
  ];
}

const optionsIn = (args) => args.filter((arg) => arg.startsWith('-'));

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
