import { z } from 'zod';
import { deliveryIdentityShape } from './delivery-identity';
import { deliveryMessageSchema } from './delivery-message';
import { deliveryStateSchema } from './delivery-state';
import { driverStatusSchema } from './driver-app-messages';
import { offerRecordSchema } from './offers';
import { dropoffSchema, pickupSchema } from './place';
import { recordedErrorSchema } from './recorded-error';
import { requirementsSchema, unmetRequirementSchema } from './requirements';
import { idSchema, timeSchema } from './scalars';

/** An event of a delivery with its send status. */
export const timelineEntrySchema = z
  .object({
    id: idSchema,
    sequence: z
      .int()
      .min(0)
      .meta({ description: '0 is the acceptance, which the receipt reports to Vendure' }),
    type: z.string(),
    state: deliveryStateSchema.meta({ description: 'State of the delivery after this event' }),
    actor: z.string().meta({
      description:
        '`vendure`, `engine`, `driver:<id>`, `operator:<name>`, or `operator` after the name was erased',
    }),
    data: z.unknown(),
    at: timeSchema,
    acknowledgedAt: timeSchema.nullable(),
    sendAttempts: z.int().min(0),
    lastError: recordedErrorSchema.nullable(),
    deadAt: timeSchema.nullable(),
  })
  .meta({ id: 'TimelineEntry' });

/**
 * A candidate for a delivery, with the outcome:
 *
 * - `CHOSEN`: assigned to the delivery
 * - `INELIGIBLE`: does not meet the order's requirements (see `reason`), or was proposed by the availability index but
 *   rejected by PostgreSQL (see `statusAtAssignment`)
 * - `ASSIGNED_ELSEWHERE`: nearer, but assigned at the same time to a delivery that was nearer to the driver
 * - `FARTHER`: available, but farther away than the chosen driver
 */
export const recordedCandidateSchema = z
  .object({
    driverId: idSchema,
    name: z.string().nullable(),
    distanceMetres: z.number().min(0).nullable().meta({ description: 'null if rejected by PostgreSQL' }),
    outcome: z.enum(['CHOSEN', 'INELIGIBLE', 'ASSIGNED_ELSEWHERE', 'FARTHER']),
    statusAtAssignment: driverStatusSchema.nullable().meta({
      description:
        'Status at the time of the assignment. AVAILABLE for a driver ineligible for another reason',
    }),
    reason: unmetRequirementSchema
      .nullable()
      .default(null)
      .meta({ description: 'Requirement that an ineligible driver does not meet' }),
  })
  .meta({ id: 'RecordedCandidate' });

export const assignmentRecordSchema = z
  .object({
    driverId: idSchema,
    driverName: z.string(),
    distanceMetres: z.number().min(0),
    source: z.enum(['REDIS', 'POSTGRES', 'OPERATOR']).meta({ description: 'Where the candidates came from' }),
    operator: z
      .string()
      .nullable()
      .meta({ description: 'Dispatcher who chose the driver; null for an automatic assignment' }),
    candidates: z.array(recordedCandidateSchema).meta({ description: 'Nearest first, ineligible ones last' }),
    assignedAt: timeSchema,
    releasedAt: timeSchema.nullable(),
  })
  .meta({ id: 'AssignmentRecord' });

/** A delivery in the operator API. */
export const deliveryRecordSchema = z
  .object({
    id: idSchema,
    ...deliveryIdentityShape,
    state: deliveryStateSchema,
    sequence: z.int().min(0),
    pickup: pickupSchema.nullable(),
    dropoff: dropoffSchema.nullable(),
    requirements: requirementsSchema.nullable(),
    searchRadiusMetres: z.number().nullable(),
    driverId: idSchema.nullable(),
    nextAttemptAt: timeSchema.nullable(),
    waitingSince: timeSchema.meta({ description: 'Start of the search for a driver; may be in the future' }),
    failedPinAttempts: z
      .int()
      .min(0)
      .default(0)
      .meta({ description: 'Number of recent failed PIN attempts' }),
    pinLockedUntil: timeSchema
      .nullable()
      .default(null)
      .meta({ description: 'No PIN is accepted until this time, after too many failed PIN attempts' }),
    createdAt: timeSchema,
    erasedAt: timeSchema.nullable().default(null).meta({
      description: 'When the personal data was erased; pickup and drop-off are null since then',
    }),
    events: z.array(timelineEntrySchema),
    assignments: z.array(assignmentRecordSchema),
    messages: z
      .array(deliveryMessageSchema)
      .default([])
      .meta({ description: 'Between dispatchers and drivers, oldest first, at most the last 200' }),
    offers: z.array(offerRecordSchema).default([]).meta({ description: 'Oldest first' }),
  })
  .meta({ id: 'DeliveryRecord' });

export type TimelineEntry = z.infer<typeof timelineEntrySchema>;
export type RecordedCandidate = z.infer<typeof recordedCandidateSchema>;
export type AssignmentRecord = z.infer<typeof assignmentRecordSchema>;
export type DeliveryRecord = z.infer<typeof deliveryRecordSchema>;
