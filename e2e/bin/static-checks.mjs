import { runScriptBuffered } from './run-script.mjs';

/**
 * The checks that need no server, in two parallel queues; each check uses one core. The dashboard's build, which the browser
 * tests use, follows the check of the translations, which temporarily writes to the dashboard's sources.
 */
const QUEUES = [
  [
    ['translations', 'dev-server/bin/check-translations.mjs'],
    ["the dashboard's build", 'dev-server/bin/dashboard.mjs'],
    [
      'imports',
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      'packages',
      'plugins',
      'dev-server',
      'e2e',
    ],
    ['dashboards', 'dev-server/bin/check-dashboards.mjs'],
    ['formatting', 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'],
  ],
  [
    // Takes as long as all other checks together.
    ['lint', 'node_modules/eslint/bin/eslint.js', '.'],
    ['generated types', 'dev-server/dist/codegen/main.js', '--check'],
  ],
];

/**
 * Runs every check.
 *
 * @param onResult called with the name of each check and whether it has passed
 */
export async function checkSources(onResult) {
  await Promise.all(
    QUEUES.map(async (queue) => {
      for (const [name, script, ...args] of queue) {
        onResult(name, await runScriptBuffered(script, args));
      }
    }),
  );
}
