import { ScheduledTask } from '@vendure/core';
import { DispatchSweepService } from './dispatch-sweep.service';

/** Runs the sweep every minute in the process of Vendure's scheduler. */
export const dispatchSweepTask = new ScheduledTask({
  id: 'driver-dispatch-sweep',
  description: 'Repairs deliveries that are out of sync between the shop and the assignment engine',
  schedule: (cron) => cron.everyMinute(),
  execute: ({ injector }) => injector.get(DispatchSweepService).sweep(),
});
