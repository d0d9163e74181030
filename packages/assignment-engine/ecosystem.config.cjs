/**
 * PM2: several engines behind one port, each restarted when it grows beyond its memory cap. Variables of the
 * service come from the shell that starts PM2, or from `env` in a copy of this file.
 */
module.exports = {
  apps: [
    {
      name: 'assignment-engine',
      script: './bin/assignment-engine.js',
      args: 'serve',
      cwd: __dirname,
      exec_mode: 'cluster',
      instances: 2,
      // A busy engine has used 290 MB; twice that is a leak and no load.
      max_memory_restart: '600M',
      // The engine says when it listens; until then the process it replaces goes on.
      wait_ready: true,
      listen_timeout: 30_000,
      // Longer than the engine takes to let work under way end.
      kill_timeout: 18_000,
      merge_logs: true,
      env: { NODE_ENV: 'production' },
    },
  ],
};
