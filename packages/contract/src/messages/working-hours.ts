import { z } from 'zod';
import { WEEKDAYS } from './weekdays';

const timeOfDaySchema = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'HH:MM, from 00:00 to 23:59' });

/** A period of each week. It ends on the next day if `to` is not later than `from`. */
export const workingPeriodSchema = z
  .object({ weekday: z.enum(WEEKDAYS), from: timeOfDaySchema, to: timeOfDaySchema })
  .meta({ id: 'WorkingPeriod' });

export const workingHoursSchema = z.array(workingPeriodSchema).max(50).meta({
  description:
    'Planned working hours in the local time of the driver; an empty list means none. The engine does not enforce them: the driver app asks before a driver goes on duty outside of them',
});

export type WorkingPeriod = z.infer<typeof workingPeriodSchema>;
