module.exports = require('../jest.base.cjs')('dev-server', __dirname);
