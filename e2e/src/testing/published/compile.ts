import { join } from 'node:path';
import ts from 'typescript';

/**
 * Checks the types of a project as `tsc` does.
 *
 * @returns errors in the project's own sources and in the declarations of the packages under test, which are checked despite
 * `skipLibCheck`
 */
export function compile(project: string): string[] {
  const { fileNames, options } = readConfiguration(project);
  const program = ts.createProgram(fileNames, options);
  const checked = program
    .getSourceFiles()
    .filter(({ fileName }) => fileNames.includes(fileName) || fileName.includes('/@driver-dispatch/'));
  const diagnostics = [
    ...program.getConfigFileParsingDiagnostics(),
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...checked.flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]),
  ];
  return diagnostics.map((diagnostic) =>
    ts.formatDiagnostic(diagnostic, {
      getCanonicalFileName: (name) => name,
      getCurrentDirectory: () => project,
      getNewLine: () => '\n',
    }),
  );
}

/** Writes the output of `tsc` without type checks. */
export function emit(project: string): void {
  const { fileNames, options } = readConfiguration(project);
  ts.createProgram(fileNames, { ...options, noCheck: true, noResolve: true, isolatedModules: true }).emit();
}

function readConfiguration(project: string): ts.ParsedCommandLine {
  const host: ts.ParseConfigFileHost = {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
    },
  };
  return ts.getParsedCommandLineOfConfigFile(join(project, 'tsconfig.json'), {}, host)!;
}
