const { join } = require('node:path');

module.exports = require('../../jest.base.cjs')('browser', __dirname, {
  globalSetup: join(__dirname, 'global-setup.cjs'),
  globalTeardown: join(__dirname, 'global-teardown.cjs'),
});
