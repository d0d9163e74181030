import { availableParallelism } from 'node:os';
import { runScriptBuffered } from './run-script.mjs';

/** The checks of `npm run check` and `npm test` that need no server, slowest first. */
export const CHECKS = [
  { name: 'lint and types of the dashboards', command: 'e2e/bin/lint.mjs' },
  { name: 'formatting', command: 'node_modules/prettier/bin/prettier.cjs --check --log-level=warn .' },
  { name: 'wording', command: 'node_modules/cspell/bin.mjs lint --no-progress --no-summary .' },
  {
    name: 'imports',
    command:
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs --config .dependency-cruiser.cjs ' +
      'packages plugins dev-server e2e',
  },
  { name: 'generated types', command: 'dev-server/dist/codegen/main.js --check' },
  { name: 'translations', command: 'dev-server/bin/check-translations.mjs' },
  { name: 'phrases', command: 'e2e/bin/phrases.mjs' },
  {
    name: 'Dockerfile',
    command: 'node_modules/dockerfile-utils/bin/dockerfile-utils lint packages/assignment-engine/Dockerfile',
  },
];

/** What the browser tests need. They run beside the checks, because each of them uses only one core. */
export const BUILDS = [
  { name: "the dashboard's build", command: 'dev-server/bin/dashboard.mjs' },
  { name: "the driver app's build", command: 'dev-server/bin/driver-app.mjs' },
];

/**
 * Runs checks.
 *
 * @param onResult called with the name of each check and whether it has passed
 */
export async function runChecks(checks, onResult) {
  const waiting = [...checks];
  const runWaiting = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const [script, ...args] = check.command.split(' ');
      onResult(check.name, await runScriptBuffered(script, args));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, runWaiting));
}
