import { runCommand, stopOnSignal, writeBetweenMarkers } from '@driver-dispatch/processes';
import type { Fault } from '../faults/fault';
import type { World } from '../world/world';
import { parseArguments, USAGE, type Arguments } from './arguments';
import { soakTable, suiteTable } from './markdown-report';
import { reportLine, violationLines } from './report-text';
import type { FaultReport } from './run-fault';
import { runSoak } from './soak-rounds';
import { runFaults, startWorld } from './suite';

async function main(args: Arguments): Promise<number> {
  const world = await startWorld(args.soakMinutes === undefined ? args.length : 'full', (line) =>
    console.log(line),
  );
  stopOnSignal(world);
  try {
    const reports = await run(world, args);
    const violations = reports.reduce((total, report) => total + report.violations.length, 0);
    const requests = reports.reduce((total, report) => total + report.requests.total, 0);
    console.log(`${reports.length} runs, ${requests} requests, ${violations} violations`);
    return violations === 0 ? 0 : 1;
  } finally {
    await world.stop();
  }
}

/** Name of the table that a run writes. */
function getTable({ soakMinutes }: Arguments): 'soak' | 'faults' {
  return soakMinutes === undefined ? 'faults' : 'soak';
}

async function run(world: World, args: Arguments): Promise<FaultReport[]> {
  const { faults, seed, length, soakMinutes, report } = args;
  const print = (result: FaultReport) =>
    console.log([reportLine(result), ...violationLines(result)].join('\n'));
  const end = (result: FaultReport) => {
    print(result);
    if (report) {
      writeBetweenMarkers(report, 'faults', (previous) => suiteTable([result], previous));
    }
  };
  const begin = ({ id, title }: Fault, number: number, total: number) =>
    console.log(`${number} of ${total}: ${id} ${title}, seed ${seed} ...`);
  const reports =
    soakMinutes === undefined
      ? await runFaults(world, faults, { seed, length, progress: { begin, end } })
      : await runSoak(world, soakMinutes, { seed, onReport: print });
  console.log(`\n${soakMinutes === undefined ? suiteTable(reports) : soakTable(reports)}\n`);
  if (report && soakMinutes !== undefined) {
    writeBetweenMarkers(report, 'soak', () => soakTable(reports));
  }
  return reports;
}

runCommand({ parse: parseArguments, usage: USAGE, markers: getTable, run: main });
