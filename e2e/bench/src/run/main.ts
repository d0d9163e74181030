import { writeFileSync } from 'node:fs';
import { runCommand, stopOnSignal } from '@driver-dispatch/processes';
import { measureGrowth } from '../scenarios/growth';
import { verdictOf } from '../scenarios/scenario';
import { Bench } from '../world/bench';
import { Profiles } from '../world/profiles';
import { readArguments, USAGE, type Arguments } from './arguments';
import { describeMachine, thisMachine } from './machine';
import { findMarks, writeReport } from './markdown-report';
import { profileScenarios } from './profile';
import { runScenarios } from './run-scenarios';
import { terminalTable } from './table';

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
      findMarks(wanted.report);
    }
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  const { sizes, environment, scenarios, profile } = wanted;
  const profiles = profile ? new Profiles() : undefined;
  const bench = await Bench.start(sizes, { environment, profiles, log: (line) => console.log(line) });
  stopOnSignal(bench);
  try {
    if (profiles) {
      console.log((await profileScenarios(bench, profiles, scenarios)).join('\n'));
      return 0;
    }
    const reports = await runScenarios(bench, scenarios);
    const growth = wanted.growth ? await measureGrowth(bench) : undefined;
    console.log(`\n${describeMachine(thisMachine())}\n\n${terminalTable(reports)}\n`);
    growth?.problems.forEach((problem) => console.log(`   !! growth: ${problem}`));
    if (wanted.json) {
      const verdicts = reports.map(({ findings, ...report }) => ({
        ...report,
        findings: findings.map((finding) => ({ ...finding, verdict: verdictOf(finding) })),
      }));
      const all = { machine: thisMachine(), scenarios: verdicts, growth };
      writeFileSync(wanted.json, `${JSON.stringify(all, undefined, 2)}\n`);
    }
    if (wanted.report) {
      writeReport(wanted.report, reports, growth);
    }
    const failed = reports
      .flatMap(({ findings }) => findings)
      .some((finding) => verdictOf(finding) === 'FAILED');
    return failed || growth?.problems.length ? 1 : 0;
  } finally {
    await bench.stop();
    profiles?.close();
  }
}

runCommand(main);
