module.exports = require('../../jest.base.cjs')('seller-store-info', __dirname, {
  testMatch: ['<rootDir>/src/**/*.@(spec|int-spec).ts', '<rootDir>/dashboard/**/*.spec.ts'],
});
