import { runScriptAside } from './run-script.mjs';

/**
 * The checks that need no server, in two queues: each check loads one core. The build of the dashboard, which the browser
 * tests use, follows the check of the translations, which writes into the dashboard's sources for a moment.
 */
const QUEUES = [
  [
    ['translations', 'dev-server/bin/check-translations.mjs'],
    ["the dashboard's build", 'dev-server/bin/dashboard.mjs'],
    [
      'imports',
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config', '.dependency-cruiser.cjs',
      'packages', 'plugins', 'dev-server', 'e2e',
    ],
    ['dashboards', 'dev-server/bin/check-dashboards.mjs'],
    ['formatting', 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'],
  ],
  [
    // As long as all of the others together.
    ['lint', 'node_modules/eslint/bin/eslint.js', '.'],
    ['generated types', 'dev-server/dist/codegen/main.js', '--check'],
  ],
];

/**
 * Carries out every check.
 *
 * @param tell called with each check's name and whether it has passed, as it ends
 */
export async function checkSources(tell) {
  await Promise.all(
    QUEUES.map(async (queue) => {
      for (const [name, script, ...args] of queue) {
        tell(name, await runScriptAside(script, args));
      }
    }),
  );
}
