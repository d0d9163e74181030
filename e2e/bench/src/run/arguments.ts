import { parseArgs } from 'node:util';
import { FIGURES } from '../figures/catalog';
import { FULL, LONG, QUICK, type Sizes } from '../world/sizes';

export interface Arguments {
  /** Whether only the usage is printed. */
  help: boolean;
  /** Ids of the figures to measure. */
  selected: ReadonlySet<string>;
  sizes: Sizes;
  /** Overrides the default environment of the engines. */
  environment: Record<string, string>;
  /** Whether processes run under Node's profiler. */
  profile: boolean;
  /** Page that the table and the plots are written to. */
  report: string | undefined;
}

export const USAGE = `Usage: npm run bench -- [FIGURE ...] [options]

  FIGURE             one of ${FIGURES.join(', ')}; default: all

  --quick            small and short: checks that the bench works; the figures are not meaningful
  --long             memory after ten minutes, and payments for five minutes at each rate
  --report FILE      write the figures to FILE; keep the figures that were not measured
  --prof             run the engine and the shop with Node's profiler, and print their slowest functions
  --env NAME=VALUE   set a variable of the engine's environment; can be repeated
`;

/** @throws Error with the reason when an argument is invalid */
export function parseArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      long: { type: 'boolean', default: false },
      prof: { type: 'boolean', default: false },
      env: { type: 'string', multiple: true, default: [] },
      report: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const figures = positionals.map((figure) => figure.toUpperCase());
  const unknown = figures.find((figure) => !FIGURES.includes(figure));
  if (unknown !== undefined) {
    throw new Error(`Unknown figure: ${unknown}`);
  }
  if (values.report !== undefined && (values.quick || values.prof)) {
    throw new Error('--report can not be combined with --quick or --prof');
  }
  return {
    help: values.help,
    selected: new Set(figures.length > 0 ? figures : FIGURES),
    sizes: values.quick ? QUICK : values.long ? LONG : FULL,
    environment: Object.fromEntries(values.env.map(readVariable)),
    profile: values.prof,
    report: values.report,
  };
}

function readVariable(text: string): [string, string] {
  const [, name, value] = /^(\w+)=(.*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new Error(`--env: expected NAME=VALUE, got ${text}`);
  }
  return [name, value];
}
