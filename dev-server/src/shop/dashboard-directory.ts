import { resolve } from 'node:path';

/** Where `dev-server/bin/dashboard.mjs` builds the dashboard of the development shop. */
export const DASHBOARD_DIRECTORY = resolve(__dirname, '..', '..', 'dashboard', 'dist');
