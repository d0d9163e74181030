/**
 * The folders of a workspace's `src`. Each imports only folders before it, so that no two folders import each other. Tests
 * are exempt.
 */
const FOLDERS = {
  'packages/assignment-engine': [
    'configuration',
    'observability',
    'database',
    'http',
    'outbox',
    'redis',
    'push',
    'assignment',
    'drivers',
    'deliveries',
    'driver-sessions',
    'trackers',
    'personal-data',
    'driver-app',
    'orders',
    'reconciliation',
    'health',
    'cli',
  ],
  'packages/driver-app': [
    'i18n',
    'engine',
    'storage',
    'queue',
    'delivery',
    'location',
    'proof',
    'format',
    'app',
    'words',
    'service-worker',
    'screens',
  ],
  'plugins/driver-integration': [
    'problems',
    'deliveries',
    'configuration',
    'events',
    'engine',
    'proof',
    'tracking',
    'trigger',
    'submission',
    'fulfillment',
    'reconciliation',
    'dispatcher',
    'personal-data',
    'api',
    'roles',
    'sweep',
  ],
  'plugins/seller-store-info': [
    'http',
    'opening-hours',
    'store-fields',
    'configuration',
    'geocoding',
    'stores',
    'delivery',
    'pickup',
    'stock',
    'shipping',
    'api',
  ],
};

const folderRules = Object.entries(FOLDERS).flatMap(([workspace, folders]) => [
  ...folders.map((folder, index) => ({
    name: `${workspace}: ${folder} imports only folders before it`,
    severity: 'error',
    from: { path: `^${workspace}/src/${folder}/`, pathNot: 'spec\\.ts$' },
    to: {
      path: `^${workspace}/src/[^/]+/`,
      pathNot: `^${workspace}/src/(${folders.slice(0, index + 1).join('|')})/`,
    },
  })),
  {
    name: `${workspace}: each folder is listed`,
    severity: 'error',
    from: { path: `^${workspace}/src/[^/]+/`, pathNot: `^${workspace}/src/(${folders.join('|')}|testing)/` },
    to: { path: `^${workspace}/src/` },
  },
]);

/** One way through: Vendure -> contract -> engine -> contract -> Vendure. No import runs against it. */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'contract-imports-nobody',
      comment: 'The contract is what both sides share: no framework, no database, no other workspace.',
      severity: 'error',
      from: { path: '^packages/contract/src' },
      to: {
        path: [
          '^packages/(?!contract)',
          '^plugins/',
          '^dev-server/',
          '^e2e/',
          'node_modules/(@nestjs|typeorm|@vendure)',
        ],
      },
    },
    {
      name: 'engine-knows-no-vendure',
      severity: 'error',
      from: { path: '^packages/assignment-engine' },
      to: { path: ['^plugins/', '^dev-server/', '^e2e/', 'node_modules/@vendure'] },
    },
    {
      name: 'plugins-know-no-engine',
      comment: 'What joins them is passed in by the configuration of the shop.',
      severity: 'error',
      from: { path: '^plugins/' },
      to: { path: ['^packages/assignment-engine', '^dev-server/', '^e2e/'] },
    },
    {
      name: 'plugins-apart',
      severity: 'error',
      from: { path: '^plugins/([^/]+)/' },
      to: { path: '^plugins/', pathNot: '^plugins/$1/' },
    },
    {
      name: 'no-deep-imports',
      comment: 'Another workspace is entered by its index or by an entry of the contract.',
      severity: 'error',
      from: { path: '^((?:packages|plugins)/[^/]+|dev-server|e2e)/' },
      to: {
        path: '^(packages|plugins|dev-server|e2e)/.+',
        pathNot: [
          '^$1/',
          '^(packages|plugins)/[^/]+/(src|dist)/index\\.(ts|d\\.ts|js)$',
          '^packages/contract/(src|dist)/(geography|http|messages|plugins)/index\\.(ts|d\\.ts|js)$',
          '^(dev-server|e2e)/(src|dist)/index\\.(ts|d\\.ts|js)$',
          '^dev-server/bin/setup\\.mjs$',
        ],
      },
    },
    {
      name: 'browser-safe-entries',
      comment: 'These entries of the contract run in browsers.',
      severity: 'error',
      from: {
        path: '^packages/contract/src/(errors|geography|messages)/',
        pathNot: 'spec\\.ts$',
      },
      to: {
        pathNot: ['^packages/contract/src/(errors|geography|messages)/', '(^|/)node_modules/zod/'],
      },
    },
    {
      name: 'browsers-use-browser-safe-entries',
      severity: 'error',
      from: {
        path: [
          '^plugins/[^/]+/dashboard/',
          '^packages/(map-view|driver-app)/src/',
          '^dev-server/storefront/',
        ],
      },
      to: {
        path: '^packages/contract/',
        pathNot: '^packages/contract/(src|dist)/(geography|messages)/index\\.(ts|d\\.ts|js)$',
      },
    },
    {
      name: 'no-test-support-in-the-product',
      severity: 'error',
      from: {
        path: '^(packages|plugins)/[^/]+/src',
        pathNot: '(spec\\.ts$|/src/testing/|^packages/local-servers/)',
      },
      to: { path: ['/src/testing/', 'spec\\.ts$', '^packages/local-servers'] },
    },
    ...folderRules,
  ],
  options: {
    doNotFollow: { path: ['node_modules', '/dist/'] },
    exclude: { path: ['\\.data/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'require', 'node', 'default'],
    },
  },
};
