/**
 * Files of minutes, each of which keeps a whole system busy. Two of them at a time would keep the machine from each other,
 * and what they time is the machine then; those that time the most come last, when the other lane is likely to be done.
 */
const WHOLE_SYSTEMS = [
  '/published-packages.e2e-spec.ts',
  '/dashboard.e2e-spec.ts',
  '/bench.int-spec.ts',
  '/faults.fault-spec.ts',
];

/** Two lanes run beside each other, each one file at a time. */
const LANES = ['whole systems', 'all others'];

/** Jest's filter: of all files, those of the lane that `TEST_LANE` names. */
function filterLane(paths) {
  const isWhole = (path) => WHOLE_SYSTEMS.some((name) => path.endsWith(name));
  const whole = process.env.TEST_LANE === LANES[0];
  return { filtered: paths.filter((path) => isWhole(path) === whole) };
}

module.exports = Object.assign(filterLane, { WHOLE_SYSTEMS, LANES });
