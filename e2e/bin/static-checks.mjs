import { runScriptAside } from './run-script.mjs';

/**
 * What is checked without starting the shop, in lanes beside each other: each check keeps one core busy. The dashboard
 * that the browser tests load is built by the way, once the check of the translations is done with its sources: that one
 * writes into them for a moment.
 */
const LANES = [
  [
    ['translations', 'dev-server/bin/check-translations.mjs'],
    ["the dashboard's build", 'dev-server/bin/dashboard.mjs'],
    [
      'imports',
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      ...['--config', '.dependency-cruiser.cjs'],
      ...['packages', 'plugins', 'dev-server', 'e2e'],
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
    LANES.map(async (lane) => {
      for (const [name, script, ...args] of lane) {
        tell(name, await runScriptAside(script, args));
      }
    }),
  );
}
