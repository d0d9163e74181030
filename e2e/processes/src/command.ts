import { findMarkers } from './marked-page';

interface Command<Args> {
  /** @throws Error with the reason when an argument is invalid */
  parse(args: readonly string[]): Args;
  usage: string;
  /** Name of the markers in the page `report`. */
  markers(args: Args): string;
  /** @returns the exit code */
  run(args: Args): Promise<number>;
}

/** Runs a command and exits with its exit code, 2 for invalid arguments. */
export function runCommand<Args extends { help: boolean; report: string | undefined }>(
  command: Command<Args>,
): void {
  start(command).then(
    (code) => process.exit(code),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}

async function start<Args extends { help: boolean; report: string | undefined }>({
  parse,
  usage,
  markers,
  run,
}: Command<Args>): Promise<number> {
  let args: Args;
  try {
    args = parse(process.argv.slice(2));
    if (args.help) {
      process.stdout.write(usage);
      return 0;
    }
    if (args.report) {
      // Fails before the run if the page has no markers.
      findMarkers(args.report, markers(args));
    }
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  return run(args);
}

/** Stops `started` on SIGINT and SIGTERM, then exits. */
export function stopOnSignal(started: { stop(): Promise<void> }): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      console.log('Stopping ...');
      void started.stop().finally(() => process.exit(130));
    });
  }
}
