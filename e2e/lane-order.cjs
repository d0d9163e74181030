const { default: Sequencer } = require('@jest/test-sequencer');
const { WHOLE_SYSTEMS } = require('./lanes.cjs');

/** Those that start servers before others, a shop's first. */
const KINDS = ['.e2e-spec.ts', '.int-spec.ts', '.fault-spec.ts', '.spec.ts'];

/**
 * In which order a lane's files are run, longest first: one that began last would be waited for alone. In a fresh clone
 * Jest knows of each its size only, which tells nothing of its time.
 */
module.exports = class LaneOrder extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rank(a.path) - rank(b.path));
  }
};

function rank(path) {
  const among = WHOLE_SYSTEMS.findIndex((name) => path.endsWith(name));
  return among < 0 ? WHOLE_SYSTEMS.length + KINDS.findIndex((kind) => path.endsWith(kind)) : among;
}
