import { parseArgs } from 'node:util';
import { SCENARIOS } from '../scenarios/catalog';
import type { Scenario } from '../scenarios/scenario';
import { FULL, QUICK, type Sizes } from '../world/sizes';

/** How long memory is watched with `--long`, in seconds. */
const LONG_SECONDS = 600;

export interface Arguments {
  scenarios: readonly Scenario[];
  /** Whether the plots are measured. */
  growth: boolean;
  sizes: Sizes;
  /** Over the engine's usual environment. */
  environment: Record<string, string>;
  /** Shows where the engine's time goes in the scenarios, instead of how fast they are. */
  profile: boolean;
  json: string | undefined;
  report: string | undefined;
}

export const USAGE = `Usage: npm run bench -- [options]

  --only S1,S3       these measurements only; "growth" is that of the plots
  --quick            small and short: says whether everything works, and nothing about speed
  --long             watches memory for ten minutes
  --prof             runs all under node's profiler, and shows where its time goes: in S1, or those of --only
  --env NAME=VALUE   a variable of the engine's environment; may be given several times
  --json FILE        writes everything there
  --report FILE      puts the table into that page, between the page's marks, and the plots beside it
`;

/** @throws Error that says what is wrong */
export function readArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      long: { type: 'boolean', default: false },
      prof: { type: 'boolean', default: false },
      env: { type: 'string', multiple: true, default: [] },
      json: { type: 'string' },
      report: { type: 'string' },
    },
  });
  const wanted = values.only?.split(',').map((id) => id.trim().toUpperCase());
  const sizes = values.quick ? QUICK : FULL;
  return {
    scenarios: scenariosOf(wanted ?? (values.prof ? ['S1'] : undefined)),
    growth: wanted === undefined || wanted.includes(GROWTH),
    sizes: values.long ? { ...sizes, memorySeconds: LONG_SECONDS } : sizes,
    environment: Object.fromEntries(values.env.map(variable)),
    profile: values.prof,
    ...{ json: values.json, report: values.report },
  };
}

const GROWTH = 'GROWTH';

function scenariosOf(wanted: readonly string[] | undefined): readonly Scenario[] {
  return wanted?.filter((id) => id !== GROWTH).map(scenarioOf) ?? SCENARIOS;
}

function scenarioOf(id: string): Scenario {
  const scenario = SCENARIOS.find((known) => known.id === id);
  if (!scenario) {
    throw new Error(
      `--only: no measurement ${id}; there are ${SCENARIOS.map((known) => known.id).join(' ')}`,
    );
  }
  return scenario;
}

function variable(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) {
    throw new Error(`--env: NAME=VALUE is wanted, not ${text}`);
  }
  return [text.slice(0, at), text.slice(at + 1)];
}
