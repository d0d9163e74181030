/** Runs after the last test: deletes the PostgreSQL cluster that all test files copy. */
module.exports = () => globalThis.deleteTemplate?.();
