/**
 * Type-checks the dashboards, which are published as sources and compiled by the shop's own build. Reports only errors
 * outside of node_modules: the sources of `@vendure/dashboard` do not compile with every option.
 */
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './setup.mjs';

/** All dashboards, so that the types of `@vendure/dashboard` are checked once, and the configuration of the build. */
const PROJECTS = ['tsconfig.dashboard.json', 'dev-server/dashboard/tsconfig.json'];

const diagnostics = PROJECTS.map(readProject).flatMap(diagnosticsOf);
const format = {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: () => ROOT,
  getNewLine: () => '\n',
};
process.stdout.write(ts.formatDiagnostics(diagnostics, format));
process.exit(diagnostics.length === 0 ? 0 : 1);

function readProject(name) {
  const file = join(ROOT, name);
  const { config } = ts.readConfigFile(file, ts.sys.readFile);
  return ts.parseJsonConfigFileContent(config, ts.sys, dirname(file));
}

function diagnosticsOf({ fileNames, options, errors }) {
  const program = ts.createProgram(fileNames, options);
  const own = program.getSourceFiles().filter(({ fileName }) => !fileName.includes('/node_modules/'));
  return [
    ...errors,
    ...program.getOptionsDiagnostics(),
    ...own.flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]),
  ];
}
