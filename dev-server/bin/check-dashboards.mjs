/**
 * Type-checks the dashboards, which ship as sources and are compiled by the shop's own build. `@vendure/dashboard`
 * ships as sources too, which don't pass under every option: only what is outside node_modules is reported.
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

const faults = projects.flatMap(faultsOf);
const format = {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: () => ROOT,
  getNewLine: () => '\n',
};
process.stdout.write(ts.formatDiagnostics(faults, format));
process.exit(faults.length === 0 ? 0 : 1);

function faultsOf(project) {
  const { config } = ts.readConfigFile(project, ts.sys.readFile);
  const { fileNames, options, errors } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(project));
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
