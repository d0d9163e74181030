/** PostgreSQL schema of the job queue; the SQL of this package names it too. */
export const JOB_SCHEMA = 'driver_dispatch_jobs';
