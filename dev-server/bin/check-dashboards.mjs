/**
 * Type-checks the dashboards, which are published as sources and compiled by the shop's own build. Reports only errors
 * outside of node_modules: the sources of `@vendure/dashboard` do not compile with every option.
 */
import { readdirSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './setup.mjs';

const projects = [
  ...readdirSync(join(ROOT, 'plugins')).map((plugin) => join(ROOT, 'plugins', plugin, 'dashboard')),
  join(ROOT, 'packages', 'map-view'),
  join(ROOT, 'dev-server', 'dashboard'),
]
  .map((folder) => join(folder, 'tsconfig.json'))
  .filter(existsSync);

const diagnostics = mergeProjects(projects.map(readProject)).flatMap(diagnosticsOf);
const format = {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: () => ROOT,
  getNewLine: () => '\n',
};
process.stdout.write(ts.formatDiagnostics(diagnostics, format));
process.exit(diagnostics.length === 0 ? 0 : 1);

function readProject(file) {
  const { config } = ts.readConfigFile(file, ts.sys.readFile);
  return ts.parseJsonConfigFileContent(config, ts.sys, dirname(file));
}

/** Merges projects with equal options, so that the types of `@vendure/dashboard` are checked once. */
function mergeProjects(configurations) {
  const optionsOf = ({ options }) => JSON.stringify({ ...options, configFilePath: undefined });
  return [...new Set(configurations.map(optionsOf))].map((options) => {
    const same = configurations.filter((configuration) => optionsOf(configuration) === options);
    return {
      fileNames: same.flatMap(({ fileNames }) => fileNames),
      options: same[0].options,
      errors: same.flatMap(({ errors }) => errors),
    };
  });
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
