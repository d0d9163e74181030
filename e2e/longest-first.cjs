const { default: Sequencer } = require('@jest/test-sequencer');

/** Kinds of test files, those of minutes first. */
const KINDS = [
  'faults.fault-spec.ts',
  'browser.e2e-spec.ts',
  '.e2e-spec.ts',
  '.fault-spec.ts',
  '.int-spec.ts',
  '.spec.ts',
];

const rank = ({ path }) => KINDS.findIndex((kind) => path.endsWith(kind));

/**
 * Starts files of minutes first, so that all workers end at about the same time. In a fresh clone Jest knows no durations.
 */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
};
