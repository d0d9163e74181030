/**
 * What every workspace's Jest project shares. Sources are compiled by SWC; other workspaces resolve to their
 * sources, so that a test never runs against a stale build.
 */
const path = require('node:path');

const root = __dirname;
const sources = {
  '^@driver-dispatch/contract$': 'packages/contract/src',
  '^@driver-dispatch/contract/(\\w+)$': 'packages/contract/src/$1',
  '^@driver-dispatch/local-servers$': 'packages/local-servers/src',
  '^@driver-dispatch/assignment-engine$': 'packages/assignment-engine/src',
  '^@driver-dispatch/driver-integration-plugin$': 'plugins/driver-integration/src',
  '^@driver-dispatch/seller-store-info-plugin$': 'plugins/seller-store-info/src',
  '^@driver-dispatch/dev-server$': 'dev-server/src',
  '^@driver-dispatch/processes$': 'e2e/processes/src',
};

module.exports = function project(displayName, rootDir, extra = {}) {
  return {
    displayName,
    rootDir,
    testEnvironment: path.join(root, 'e2e', 'test-environment.cjs'),
    cacheDirectory: path.join(root, 'node_modules', '.cache', 'jest'),
    // Shows the duration of every file.
    slowTestThreshold: 0,
    setupFilesAfterEnv: [path.join(root, 'e2e', 'test-timeout.cjs')],
    testMatch: ['<rootDir>/src/**/*.@(spec|int-spec|e2e-spec|fault-spec).ts'],
    transform: {
      '\\.ts$': [
        '@swc/jest',
        {
          jsc: {
            target: 'es2022',
            parser: { syntax: 'typescript', decorators: true },
            transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          },
          module: { type: 'commonjs', ignoreDynamic: true },
          sourceMaps: 'inline',
        },
      ],
    },
    transformIgnorePatterns: ['/node_modules/'],
    moduleNameMapper: Object.fromEntries(
      Object.entries(sources).map(([name, dir]) => [name, path.join(root, dir, 'index.ts')]),
    ),
    modulePathIgnorePatterns: ['<rootDir>/dist'],
    ...extra,
  };
};
