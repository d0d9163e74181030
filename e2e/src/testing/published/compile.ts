import { join } from 'node:path';
import ts from 'typescript';

/**
 * Checks the types of a project as `tsc` does.
 *
 * @returns what is wrong with its own sources, and with the declarations of the packages under test: those are
 * looked at as well, which a project with `skipLibCheck` does not do by itself
 */
export function compile(project: string): string[] {
  const { fileNames, options } = readConfiguration(project);
  const program = ts.createProgram(fileNames, options);
  const looked = program
    .getSourceFiles()
    .filter(({ fileName }) => fileNames.includes(fileName) || fileName.includes('/@driver-dispatch/'));
  const diagnostics = [
    ...program.getConfigFileParsingDiagnostics(),
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...looked.flatMap((file) => [
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

/** Writes what `tsc` writes, without looking at any type. */
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
