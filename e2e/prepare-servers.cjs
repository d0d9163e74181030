const { PostgresServer } = require('@driver-dispatch/local-servers');

/** Before the first test: what the servers of all files have in common. */
module.exports = async () => {
  globalThis.forgetTemplate = await PostgresServer.prepareTemplate();
};
