/** Preloaded into a process whose memory is measured: SIGWINCH collects its garbage. Nest exits on SIGUSR2. */
process.on('SIGWINCH', () => globalThis.gc());
