import { parseArgs } from 'node:util';
import { FAULTS } from '../faults/catalog';
import type { Fault, Length } from '../faults/fault';
import { USUAL_SEED } from './suite';

export interface Arguments {
  faults: readonly Fault[];
  seed: number;
  length: Length;
  /** Minutes of faults at random, in place of the suite. */
  soakMinutes: number | undefined;
  /** File that the report is written to. */
  report: string | undefined;
}

export const USAGE = `Usage: npm run faults -- [options]

  --only F4,F7    these faults only
  --seed 7        the same work again; ${USUAL_SEED} where none is given
  --short         each fault in its short form, as in npm test
  --soak 60       mixes faults at random for that many minutes
  --report FILE   puts its table into that page, between the page's marks; docs/reliability.md has them
`;

/** @throws Error that says what is wrong */
export function readArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      seed: { type: 'string', default: String(USUAL_SEED) },
      short: { type: 'boolean', default: false },
      soak: { type: 'string' },
      report: { type: 'string' },
    },
  });
  return {
    faults: values.only === undefined ? FAULTS : values.only.split(',').map(faultOf),
    seed: wholeNumber('--seed', values.seed),
    length: values.short ? 'short' : 'full',
    soakMinutes: values.soak === undefined ? undefined : positiveNumber('--soak', values.soak),
    report: values.report,
  };
}

function faultOf(id: string): Fault {
  const fault = FAULTS.find((known) => known.id === id.trim().toUpperCase());
  if (!fault) {
    throw new Error(`--only: no fault ${id}; there are ${FAULTS.map((known) => known.id).join(' ')}`);
  }
  return fault;
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) {
    throw new Error(`${name}: a whole number is wanted, not ${text}`);
  }
  return Number(text);
}

function positiveNumber(name: string, text: string): number {
  const number = Number(text);
  if (!(number > 0)) {
    throw new Error(`${name}: a positive number is wanted, not ${text}`);
  }
  return number;
}
