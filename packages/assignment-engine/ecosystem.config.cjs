/**
 * PM2: several engines on one port, each restarted above its memory limit. Set the environment variables in the shell that
 * starts PM2, or in `env` of a copy of this file.
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
      // A busy engine uses up to 290 MB; twice as much indicates a memory leak.
      max_memory_restart: '600M',
      // PM2 keeps the old process until the new engine reports that it listens.
      wait_ready: true,
      listen_timeout: 30_000,
      // Longer than the engine's graceful shutdown.
      kill_timeout: 18_000,
      merge_logs: true,
      env: { NODE_ENV: 'production' },
    },
  ],
};
