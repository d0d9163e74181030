module.exports = require('../../jest.base.cjs')('local-servers', __dirname);
