import { runCommand, stopOnSignal } from '@driver-dispatch/processes';
import type { Fault } from '../faults/fault';
import type { World } from '../world/world';
import { readArguments, USAGE, type Arguments } from './arguments';
import { findPlace, soakTable, suiteTable, writeReport } from './markdown-report';
import { reportLine, violationLines } from './report-text';
import type { FaultReport } from './run-fault';
import { runSoak } from './soak-rounds';
import { runFaults, startWorld } from './suite';

async function main(): Promise<number> {
  let wanted: Arguments;
  if (process.argv.includes('--help')) {
    process.stdout.write(USAGE);
    return 0;
  }
  try {
    wanted = readArguments(process.argv.slice(2));
    if (wanted.report) {
      // Now, not after half an hour.
      findPlace(wanted.report, tableOf(wanted));
    }
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  const world = await startWorld(wanted.soakMinutes === undefined ? wanted.length : 'full', (line) =>
    console.log(line),
  );
  stopOnSignal(world);
  try {
    const reports = await run(world, wanted);
    const violations = reports.reduce((total, report) => total + report.violations.length, 0);
    const requests = reports.reduce((total, report) => total + report.requests.total, 0);
    console.log(`${reports.length} runs, ${requests} requests, ${violations} violations`);
    return violations === 0 ? 0 : 1;
  } finally {
    await world.stop();
  }
}

/** Which of a page's tables a run makes. */
function tableOf({ soakMinutes }: Arguments): 'soak' | 'faults' {
  return soakMinutes === undefined ? 'faults' : 'soak';
}

async function run(world: World, wanted: Arguments): Promise<FaultReport[]> {
  const { faults, seed, length, soakMinutes, report } = wanted;
  const print = (ended: FaultReport) => console.log([reportLine(ended), ...violationLines(ended)].join('\n'));
  const end = (ended: FaultReport) => {
    print(ended);
    if (report) {
      writeReport(report, 'faults', (former) => suiteTable([ended], former));
    }
  };
  const begin = ({ id, title }: Fault, number: number, of: number) =>
    console.log(`${number} of ${of}: ${id} ${title}, seed ${seed} ...`);
  const reports =
    soakMinutes === undefined
      ? await runFaults(world, faults, { seed, length, progress: { begin, end } })
      : await runSoak(world, soakMinutes, { seed, tell: print });
  console.log(`\n${soakMinutes === undefined ? suiteTable(reports) : soakTable(reports)}\n`);
  if (report && soakMinutes !== undefined) {
    writeReport(report, 'soak', () => soakTable(reports));
  }
  return reports;
}

runCommand(main);
