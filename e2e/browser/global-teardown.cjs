/** After the last browser test. */
module.exports = () => globalThis.stopBrowserTestWorlds();
