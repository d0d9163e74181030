/** The browser tests, plus screenshots of every page in both themes, wide and narrow. */
const all = require('../jest.all.cjs');
const browser = require('./jest.config.cjs');

module.exports = {
  rootDir: all.rootDir,
  globalSetup: all.globalSetup,
  globalTeardown: all.globalTeardown,
  projects: [{ ...browser, testMatch: [...browser.testMatch, '<rootDir>/src/**/*.pictures.ts'] }],
};
