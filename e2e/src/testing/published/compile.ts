import { join } from 'node:path';
import ts from 'typescript';

/**
 * Compiles a project as `tsc` does.
 *
 * @returns what is wrong with its own sources, and with the declarations of the packages under test: those are
 * looked at as well, which a project with `skipLibCheck` does not do by itself
 */
export function compile(project: string): string[] {
  const host: ts.ParseConfigFileHost = {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
    },
  };
  const { fileNames, options } = ts.getParsedCommandLineOfConfigFile(
    join(project, 'tsconfig.json'),
    {},
    host,
  )!;
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
  program.emit();
  return diagnostics.map((diagnostic) =>
    ts.formatDiagnostic(diagnostic, {
      getCanonicalFileName: (name) => name,
      getCurrentDirectory: () => project,
      getNewLine: () => '\n',
    }),
  );
}
