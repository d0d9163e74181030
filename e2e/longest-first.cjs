const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * Files of minutes: one that began last would be waited for alone. The browser goes with those that wait a lot, and not
 * with the faults, which are timed and want their share of the machine.
 */
const LONGEST = [
  'dashboard.e2e-spec.ts',
  'published-packages.e2e-spec.ts',
  'bench.int-spec.ts',
  'faults.fault-spec.ts',
];

/** Then those that start servers, a shop's before others. */
const KINDS = ['.e2e-spec.ts', '.int-spec.ts', '.spec.ts'];

/** In which order files are run: in a fresh clone Jest knows of each its size only, which tells nothing of its time. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rank(a.path) - rank(b.path));
  }
};

function rank(path) {
  const among = LONGEST.findIndex((name) => path.endsWith(`/${name}`));
  return among < 0 ? LONGEST.length + KINDS.findIndex((kind) => path.endsWith(kind)) : among;
}
