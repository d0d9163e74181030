import { z } from 'zod';
import { deliveryIdentityShape } from './delivery-identity';
import { deliveryStateSchema } from './delivery-state';
import { driverStatusSchema } from './driver-app-messages';
import { dropoffSchema, pickupSchema } from './place';
import { idSchema, timeSchema } from './scalars';

/** A step of a delivery, and whether Vendure has been told of it. */
export const timelineEntrySchema = z
  .object({
    id: idSchema,
    sequence: z
      .int()
      .min(0)
      .meta({ description: '0 is the acceptance, of which Vendure is told by the receipt' }),
    type: z.string(),
    state: deliveryStateSchema.meta({ description: 'State of the delivery after this step' }),
    actor: z.string().meta({ description: '`vendure`, `engine`, `driver:<id>` or `operator:<who>`' }),
    data: z.unknown(),
    at: timeSchema,
    acknowledgedAt: timeSchema.nullable(),
    sendAttempts: z.int().min(0),
    lastError: z.string().nullable(),
    deadAt: timeSchema.nullable(),
  })
  .meta({ id: 'TimelineEntry' });

/**
 * A driver who was looked at for a delivery, and what became of that:
 *
 * - `chosen`
 * - `refused`: the index proposed the driver, PostgreSQL knew better; `statusThen` says how the driver was
 * - `given_elsewhere`: nearer, and given at that moment to a delivery that was nearer still
 * - `farther`: free, and ranked behind the one who was chosen
 */
export const recordedCandidateSchema = z
  .object({
    driverId: idSchema,
    name: z.string().nullable(),
    distanceMetres: z.number().min(0).nullable().meta({ description: 'null of one who was refused' }),
    outcome: z.enum(['chosen', 'refused', 'given_elsewhere', 'farther']),
    statusThen: driverStatusSchema.nullable().meta({
      description: 'Status when the decision was made; AVAILABLE of one who was refused for another reason',
    }),
  })
  .meta({ id: 'RecordedCandidate' });

/** An assignment, with what it was decided from. */
export const assignmentRecordSchema = z
  .object({
    driverId: idSchema,
    driverName: z.string(),
    distanceMetres: z.number().min(0),
    source: z.enum(['redis', 'postgres', 'operator']).meta({ description: 'Who proposed the driver' }),
    operator: z
      .string()
      .nullable()
      .meta({ description: 'Who has chosen the driver by hand, if somebody has' }),
    considered: z.array(recordedCandidateSchema).meta({ description: 'The nearest of them, nearest first' }),
    assignedAt: timeSchema,
    releasedAt: timeSchema.nullable(),
  })
  .meta({ id: 'AssignmentRecord' });

/** A delivery as operators see one. */
export const deliveryRecordSchema = z
  .object({
    id: idSchema,
    ...deliveryIdentityShape,
    state: deliveryStateSchema,
    sequence: z.int().min(0),
    pickup: pickupSchema.nullable(),
    dropoff: dropoffSchema.nullable(),
    searchRadiusMetres: z.number().nullable(),
    driverId: idSchema.nullable(),
    nextAttemptAt: timeSchema.nullable(),
    waitingSince: timeSchema.meta({ description: 'From when a driver is looked for; may be ahead' }),
    failedPinAttempts: z
      .int()
      .min(0)
      .default(0)
      .meta({ description: "How often the receiver's code was told wrong lately" }),
    codeLockedUntil: timeSchema
      .nullable()
      .default(null)
      .meta({ description: 'Until when no code is taken, after too many that were wrong' }),
    createdAt: timeSchema,
    events: z.array(timelineEntrySchema),
    assignments: z.array(assignmentRecordSchema),
  })
  .meta({ id: 'DeliveryRecord' });

export type TimelineEntry = z.infer<typeof timelineEntrySchema>;
export type RecordedCandidate = z.infer<typeof recordedCandidateSchema>;
export type AssignmentRecord = z.infer<typeof assignmentRecordSchema>;
export type DeliveryRecord = z.infer<typeof deliveryRecordSchema>;
