import { SCENARIOS } from '../scenarios/catalog';
import { Bench } from '../world/bench';
import { FULL, QUICK } from '../world/sizes';
import { runScenarios } from './run-scenarios';
import { terminalTable } from './table';

async function main(): Promise<number> {
  const bench = await Bench.start(process.argv.includes('--quick') ? QUICK : FULL, {
    log: (line) => console.log(line),
  });
  try {
    const reports = await runScenarios(bench, SCENARIOS);
    console.log(terminalTable(reports));
    return 0;
  } finally {
    await bench.stop();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
