module.exports = require('../../jest.base.cjs')('driver-integration', __dirname, {
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/dashboard/**/*.spec.ts'],
});
