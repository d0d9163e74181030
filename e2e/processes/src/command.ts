/** Runs a command and exits with its exit code. */
export function runCommand(command: () => Promise<number>): void {
  command().then(
    (code) => process.exit(code),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
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
