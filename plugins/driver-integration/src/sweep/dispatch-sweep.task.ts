import { ScheduledTask } from '@vendure/core';
import { DispatchSweepService } from './dispatch-sweep.service';

/** Runs the sweep each minute, wherever the shop's scheduler runs. */
export const dispatchSweepTask = new ScheduledTask({
  id: 'driver-dispatch-sweep',
  description: 'Makes good what was left behind between the shop and the assignment engine',
  schedule: (cron) => cron.everyMinute(),
  execute: ({ injector }) => injector.get(DispatchSweepService).sweep(),
});
