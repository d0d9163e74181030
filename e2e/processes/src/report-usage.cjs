/**
 * Preloaded into a child process. The message `garbage` collects its garbage; `usage` is answered with its CPU time since the
 * start and its resident memory.
 */
process.on('message', (message) => {
  if (message === 'garbage') {
    globalThis.gc();
  } else if (message === 'usage') {
    const { user, system } = process.cpuUsage();
    process.send({ usage: { cpuMicroseconds: user + system, residentBytes: process.memoryUsage.rss() } });
  }
});
process.channel?.unref();
