/** Loaded into a process whose memory is measured: SIGWINCH collects its garbage (Nest ends at SIGUSR2). */
process.on('SIGWINCH', () => globalThis.gc());
