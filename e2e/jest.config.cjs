module.exports = require('../jest.base.cjs')('e2e', __dirname);
