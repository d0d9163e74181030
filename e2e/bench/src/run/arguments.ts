import { parseArgs } from 'node:util';
import { FIGURES } from '../figures/catalog';
import { FULL, LONG, QUICK, type Sizes } from '../world/sizes';

export interface Arguments {
  /** Ids of the figures that are measured. */
  wanted: ReadonlySet<string>;
  sizes: Sizes;
  /** Environment of the engines, over the usual one. */
  environment: Record<string, string>;
  /** Whether processes run under Node's profiler. */
  profile: boolean;
  /** Page that gets the table and the plots. */
  report: string | undefined;
}

export const USAGE = `Usage: npm run bench -- [FIGURE ...] [options]

  FIGURE             one of ${FIGURES.join(', ')}; all without one

  --quick            small and short: finds out whether everything works, and says nothing about speed
  --long             memory after ten minutes, and a shop that is paid for five
  --report FILE      puts the figures into that page; those of other figures stay
  --prof             runs the engine and the shop under Node's profiler, and shows where their time goes
  --env NAME=VALUE   a variable of the engine's environment; may be given several times
`;

/** @throws Error that says what is wrong */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      long: { type: 'boolean', default: false },
      prof: { type: 'boolean', default: false },
      env: { type: 'string', multiple: true, default: [] },
      report: { type: 'string' },
    },
  });
  const figures = positionals.map((figure) => figure.toUpperCase());
  const unknown = figures.find((figure) => !FIGURES.includes(figure));
  if (unknown !== undefined) {
    throw new Error(`There is no figure ${unknown}`);
  }
  if (values.report !== undefined && (values.quick || values.prof)) {
    throw new Error('Figures of --quick and --prof are not for a report');
  }
  return {
    wanted: new Set(figures.length > 0 ? figures : FIGURES),
    sizes: values.quick ? QUICK : values.long ? LONG : FULL,
    environment: Object.fromEntries(values.env.map(readVariable)),
    profile: values.prof,
    report: values.report,
  };
}

function readVariable(text: string): [string, string] {
  const [, name, value] = /^(\w+)=(.*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new Error(`--env needs NAME=VALUE, not ${text}`);
  }
  return [name, value];
}
