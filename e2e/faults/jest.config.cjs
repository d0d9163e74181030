module.exports = require('../../jest.base.cjs')('faults', __dirname);
