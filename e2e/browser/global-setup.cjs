const { execFile, fork } = require('node:child_process');
const { once } = require('node:events');
const { createServer } = require('node:http');
const { join } = require('node:path');
const { promisify } = require('node:util');

const BUILD = join(__dirname, '..', '..', 'dev-server', 'bin', 'dashboard.mjs');
const MAIN = join(__dirname, 'dist', 'world', 'main.js');

/**
 * Answers each Jest worker with a shop of its own, which all files of the worker use one after the other. A shop starts
 * when the first file asks: before that it would take processor time and memory from the tests of other workspaces.
 */
module.exports = async () => {
  let build;
  const shops = new Map();
  const shopOf = (worker) => {
    build ??= promisify(execFile)(process.execPath, [BUILD]);
    if (!shops.has(worker)) {
      shops.set(worker, build.then(start));
    }
    return shops.get(worker);
  };
  const server = createServer(({ url }, response) => {
    shopOf(url).then(
      ({ world }) => response.end(JSON.stringify(world)),
      (error) => response.writeHead(500).end(error.message),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.env.BROWSER_TEST_WORLDS = `http://127.0.0.1:${server.address().port}`;
  globalThis.stopBrowserTestWorlds = async () => {
    server.closeAllConnections();
    server.close();
    await Promise.all(
      [...shops.values()].map((shop) =>
        shop.then(
          ({ stop }) => stop(),
          () => undefined,
        ),
      ),
    );
  };
};

async function start() {
  const child = fork(MAIN, { execArgv: [], stdio: ['ignore', 'inherit', 'pipe', 'ipc'] });
  const errors = [];
  child.stderr.on('data', (chunk) => {
    errors.push(chunk);
    process.stderr.write(chunk);
  });
  const exited = once(child, 'exit');
  const ready = once(child, 'message').then(([message]) => message);
  const world = await Promise.race([ready, exited.then(() => undefined)]);
  if (!world) {
    throw new Error(`The shop of the browser tests did not start:\n${Buffer.concat(errors)}`);
  }
  return {
    world,
    stop: async () => {
      child.disconnect();
      await exited;
    },
  };
}
