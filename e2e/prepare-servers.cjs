const { PostgresServer } = require('@driver-dispatch/local-servers');

/** Before the first test: the PostgreSQL cluster that all files copy, unless `npm test` has prepared it. */
module.exports = async () => {
  globalThis.forgetTemplate = await PostgresServer.prepareTemplate();
};
