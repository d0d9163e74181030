import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

type SelectTests = (args: string[]) => string[];

const ROOT = join(__dirname, '..', '..');
const KEYBOARD = [
  '--testNamePattern',
  'accessibility',
  '--findRelatedTests',
  join(ROOT, 'e2e/browser/src/keyboard.suite.ts'),
];

describe('selectTests', () => {
  let selectTests: SelectTests;

  beforeAll(async () => {
    const module = pathToFileURL(join(ROOT, 'e2e/bin/select-tests.mjs')).href;
    ({ selectTests } = (await import(module)) as { selectTests: SelectTests });
  });

  it('passes patterns of test files to Jest', () => {
    expect(selectTests(['select-tests', '--verbose'])).toEqual(['select-tests', '--verbose']);
  });

  it('selects a suite if no test file matches', () => {
    expect(selectTests(['keyboard', '--verbose'])).toEqual(['--verbose', ...KEYBOARD]);
  });

  it('selects the test files of a kind', () => {
    expect(selectTests(['--kind=browser'])).toEqual([
      '--runTestsByPath',
      join(ROOT, 'e2e/browser/src/browser.e2e-spec.ts'),
      join(ROOT, 'e2e/browser/src/driver-app.e2e-spec.ts'),
    ]);
  });

  it('selects a suite of a kind', () => {
    expect(selectTests(['--kind=browser', 'keyboard'])).toEqual(KEYBOARD);
    expect(() => selectTests(['--kind=e2e', 'keyboard'])).toThrow('No e2e test matches keyboard.');
  });

  it('rejects a name that matches no test', () => {
    expect(() => selectTests(['no-such-test'])).toThrow(
      "No test matches no-such-test. Give a part of a file's path, or the title of a test as --testNamePattern=TITLE.",
    );
  });
});
