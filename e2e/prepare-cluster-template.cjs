const { PostgresServer } = require('@driver-dispatch/local-servers');

/** Runs before the first test: prepares the PostgreSQL cluster that all test files copy, unless `npm test` has. */
module.exports = async () => {
  globalThis.deleteTemplate = await PostgresServer.prepareTemplate();
};
