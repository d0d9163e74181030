import { UserError } from '@driver-dispatch/local-servers';
import { parseArguments, USAGE } from './arguments';
import { totalsLine, type Outcome } from './outcome';
import { Teardown } from './server/teardown';
import { stopSignal } from './server/stop-signal';

/** Imports only the command that runs: loading Vendure takes seconds. */
async function main(): Promise<Outcome> {
  const args = parseArguments(process.argv.slice(2));
  if (args.command === 'help') {
    console.log(USAGE);
    return { exitCode: 0 };
  }
  if (args.command === 'invalid') {
    console.error(`${args.problem}\n\n${USAGE}`);
    return { exitCode: 2 };
  }
  const teardown = new Teardown();
  const stop = stopSignal();
  try {
    if (args.command === 'replay') {
      const { runReplay } = await import('./replay/run-replay.js');
      return await runReplay(args.directory, args.minutesPerSecond, teardown, stop);
    }
    const { serve } = await import('./server/serve.js');
    return await serve(args, teardown, stop);
  } catch (error) {
    if (stop.aborted) {
      return { exitCode: 0 };
    }
    console.error(error instanceof UserError ? `\n${error.message}` : error);
    return { exitCode: 1 };
  } finally {
    if (stop.aborted) {
      console.log('\nStopping ...');
    }
    await teardown.run();
  }
}

void main().then(({ exitCode, totals }) => {
  if (totals) {
    console.log(totalsLine(totals));
  }
  process.exit(exitCode);
});
