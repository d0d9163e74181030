module.exports = require('../../jest.base.cjs')('seller-store-info', __dirname);
