module.exports = require('../../jest.base.cjs')('driver-app', __dirname);
