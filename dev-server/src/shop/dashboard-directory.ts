import { resolve } from 'node:path';

/** Directory into which `dev-server/bin/dashboard.mjs` builds the dashboard. */
export const DASHBOARD_DIRECTORY = resolve(__dirname, '..', '..', 'dashboard', 'dist');
