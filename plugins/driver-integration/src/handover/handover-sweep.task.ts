import { ScheduledTask } from '@vendure/core';
import { HandoverSweepService } from './handover-sweep.service';

/** Runs the sweep each minute, wherever the shop's scheduler runs. */
export const handoverSweepTask = new ScheduledTask({
  id: 'driver-dispatch-handover-sweep',
  description: 'Hands deliveries over to the assignment engine that were left behind',
  schedule: (cron) => cron.everyMinute(),
  execute: ({ injector }) => injector.get(HandoverSweepService).sweep(),
});
