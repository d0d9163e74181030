const { default: Sequencer } = require('@jest/test-sequencer');

/** Ends of the names of test files, slowest first. */
const KINDS = [
  'faults.fault-spec.ts',
  'browser.e2e-spec.ts',
  '.e2e-spec.ts',
  'bench.int-spec.ts',
  'seller-store-info.int-spec.ts',
  '.fault-spec.ts',
  '.int-spec.ts',
  '.spec.ts',
];

const rank = ({ path }) => KINDS.findIndex((kind) => path.endsWith(kind));

/**
 * Starts the slowest kinds first, so that all workers end at about the same time. In a fresh clone Jest has no durations.
 */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
};
