import { parseArgs } from 'node:util';
import { FAULTS } from '../faults/catalog';
import type { Fault, Length } from '../faults/fault';
import { DEFAULT_SEED } from './suite';

export interface Arguments {
  /** Whether only the usage is printed. */
  help: boolean;
  faults: readonly Fault[];
  seed: number;
  length: Length;
  /** Minutes of random faults, instead of the suite. */
  soakMinutes: number | undefined;
  /** File that the report table is written to. */
  report: string | undefined;
}

export const USAGE = `Usage: npm run faults -- [options]

  --only F4,F7    run only these faults
  --seed 7        seed of the workload; default ${DEFAULT_SEED}
  --short         run each fault in its short form, as in npm test
  --soak 60       inject random faults for that many minutes
  --report FILE   write the table between the markers in FILE, for example docs/reliability.md
`;

/** @throws Error with the reason when an argument is invalid */
export function parseArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      seed: { type: 'string', default: String(DEFAULT_SEED) },
      short: { type: 'boolean', default: false },
      soak: { type: 'string' },
      report: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return {
    help: values.help,
    faults: values.only === undefined ? FAULTS : values.only.split(',').map(getFault),
    seed: integer('--seed', values.seed),
    length: values.short ? 'short' : 'full',
    soakMinutes: values.soak === undefined ? undefined : positiveNumber('--soak', values.soak),
    report: values.report,
  };
}

function getFault(id: string): Fault {
  const fault = FAULTS.find((known) => known.id === id.trim().toUpperCase());
  if (!fault) {
    throw new Error(`--only: no fault ${id}; there are ${FAULTS.map((known) => known.id).join(' ')}`);
  }
  return fault;
}

function integer(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) {
    throw new Error(`${name}: expected an integer, got ${text}`);
  }
  return Number(text);
}

function positiveNumber(name: string, text: string): number {
  const number = Number(text);
  if (!(number > 0)) {
    throw new Error(`${name}: expected a positive number, got ${text}`);
  }
  return number;
}
