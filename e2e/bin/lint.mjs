/**
 * Lints all sources and checks the types that `tsc -b` does not check: those of the dashboards, which are published as
 * sources, and of their build's configuration. Both use the same two programs, as most of the time is the checker's.
 */
import { ESLint } from 'eslint';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { ROOT } from '../../dev-server/bin/setup.mjs';

const dashboards = createProgram('tsconfig.dashboard.json');
const sources = createProgram('tsconfig.lint.json');
const diagnostics = [
  // The sources of `@vendure/dashboard` do not compile with every option.
  ...getDiagnostics(dashboards, (file) => !file.includes('/node_modules/')),
  ...getDiagnostics(sources, (file) => file.startsWith(join(ROOT, 'dev-server', 'dashboard'))),
];
process.stdout.write(
  ts.formatDiagnostics(diagnostics, {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => ROOT,
    getNewLine: () => '\n',
  }),
);

const eslint = new ESLint({
  cwd: ROOT,
  overrideConfig: {
    files: ['**/*.ts', '**/*.tsx', '**/*.mts'],
    languageOptions: { parserOptions: { programs: [sources, dashboards] } },
  },
});
const results = await eslint.lintFiles('.');
console.log(await (await eslint.loadFormatter('stylish')).format(results));
process.exitCode = diagnostics.length > 0 || results.some(({ errorCount }) => errorCount > 0) ? 1 : 0;

function createProgram(name) {
  const file = join(ROOT, name);
  const { options, fileNames } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(file, ts.sys.readFile).config,
    ts.sys,
    dirname(file),
  );
  // ESLint needs the parents of the nodes.
  return ts.createProgram(fileNames, options, ts.createCompilerHost(options, true));
}

function getDiagnostics(program, isIncluded) {
  const files = program.getSourceFiles().filter(({ fileName }) => isIncluded(fileName));
  return [
    ...program.getOptionsDiagnostics(),
    ...files.flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]),
  ];
}
