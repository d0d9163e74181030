import { runCommand, stopOnSignal } from '@driver-dispatch/processes';
import { computeVerdict } from '../figures/figure';
import { Bench } from '../world/bench';
import { parseArguments, USAGE, type Arguments } from './arguments';
import { thisOrigin } from './machine';
import { Profiles } from './profiles';
import { MARKERS, writeReport } from './report';
import { runFigures } from './run-figures';
import { terminalTable } from './table';

async function main({ selected, sizes, environment, profile, report }: Arguments): Promise<number> {
  const origin = thisOrigin();
  const profiles = profile ? new Profiles() : undefined;
  const started = Date.now();
  const log = (line: string) =>
    console.log(`${((Date.now() - started) / 1000).toFixed(0).padStart(4)} s  ${line}`);
  const bench = await Bench.start(sizes, { environment, profiles, log });
  stopOnSignal(bench);
  try {
    const rows = await runFigures(bench, selected);
    console.log(`\n${origin.machine}; commit ${origin.commit}\n\n${terminalTable(rows)}\n`);
    if (profiles) {
      console.log(profiles.describe());
    }
    if (report) {
      writeReport(report, rows, origin);
    }
    return rows.some((row) => computeVerdict(row) === 'FAILED') ? 1 : 0;
  } finally {
    await bench.stop();
    profiles?.close();
  }
}

runCommand({ parse: parseArguments, usage: USAGE, markers: () => MARKERS, run: main });
