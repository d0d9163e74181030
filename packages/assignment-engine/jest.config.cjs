module.exports = require('../../jest.base.cjs')('assignment-engine', __dirname);
