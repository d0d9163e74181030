module.exports = require('../../jest.base.cjs')('driver-integration', __dirname);
