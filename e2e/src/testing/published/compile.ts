import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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

/** Compiles what was written into one of the project's folders since then, without a look at its types. */
export function transpile(project: string, folder: string): void {
  mkdirSync(join(project, 'dist', folder), { recursive: true });
  for (const name of readdirSync(join(project, 'src', folder))) {
    const source = readFileSync(join(project, 'src', folder, name), 'utf8');
    const { outputText } = ts.transpileModule(source, {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2019 },
    });
    writeFileSync(join(project, 'dist', folder, name.replace(/\.ts$/, '.js')), outputText);
  }
}
