module.exports = require('../../jest.base.cjs')('contract', __dirname);
