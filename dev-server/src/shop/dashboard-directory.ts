import { resolve } from 'node:path';

/** Folder into which `dev-server/bin/dashboard.mjs` builds the dashboard. */
export const DASHBOARD_DIRECTORY = resolve(__dirname, '..', '..', 'dashboard', 'dist');
