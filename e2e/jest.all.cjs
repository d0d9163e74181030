/** The tests of all workspaces in one run. */
const { join } = require('node:path');

// The same zone as in the tests' PostgreSQL servers, unless a test sets another one there.
process.env.TZ = 'UTC';

const root = join(__dirname, '..');
const workspaces = [
  'packages/contract',
  'packages/local-servers',
  'packages/map-view',
  'packages/driver-app',
  'packages/assignment-engine',
  'plugins/seller-store-info',
  'plugins/driver-integration',
  'dev-server',
  'e2e',
  'e2e/browser',
  'e2e/faults',
  'e2e/bench',
];

module.exports = {
  rootDir: root,
  globalSetup: join(__dirname, 'prepare-cluster-template.cjs'),
  globalTeardown: join(__dirname, 'delete-cluster-template.cjs'),
  testSequencer: join(__dirname, 'longest-first.cjs'),
  projects: workspaces.map((workspace) => join(root, workspace, 'jest.config.cjs')),
};
