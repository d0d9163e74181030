module.exports = require('../../jest.base.cjs')('assignment-engine', __dirname, { testTimeout: 30_000 });
