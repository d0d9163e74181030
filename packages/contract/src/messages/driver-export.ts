import { z } from 'zod';
import { deliveryStateSchema } from './delivery-state';
import { driverRecordSchema, driverStatusChangeSchema } from './driver-records';
import { driverSessionSchema } from './driver-session';
import { idSchema, timeSchema } from './scalars';
import { trackerSecretSchema } from './tracker';

/** `GET /v1/drivers/:id/export` (operators): all data that the engine has about a driver. It contains no data of shoppers. */
export const driverExportSchema = z
  .object({
    exportedAt: timeSchema,
    driver: driverRecordSchema,
    statusHistory: z.array(driverStatusChangeSchema).meta({ description: 'Newest first' }),
    sessions: z
      .array(
        driverSessionSchema.extend({
          revokedAt: timeSchema.nullable(),
          pushService: z
            .string()
            .nullable()
            .meta({ description: 'Origin of the push service that notifies the device' }),
        }),
      )
      .meta({ description: 'Also those that have ended, last used first' }),
    trackerSecrets: z.array(trackerSecretSchema),
    deliveries: z
      .array(
        z.object({
          deliveryId: idSchema,
          orderCode: z.string(),
          channelId: idSchema,
          state: deliveryStateSchema,
          distanceMetres: z.number().meta({ description: 'Driver to pickup when assigned, in metres' }),
          offeredAt: timeSchema.nullable(),
          offerEnd: z.string().nullable().meta({ description: 'declined, expired or withdrawn' }),
          declineReason: z.string().nullable(),
          declineNote: z.string().nullable(),
          assignedAt: timeSchema.nullable().meta({ description: 'null for an offer that was not accepted' }),
          releasedAt: timeSchema.nullable(),
          steps: z
            .array(z.object({ type: z.string(), at: timeSchema, note: z.string().optional() }))
            .meta({ description: 'Steps of this driver' }),
          messages: z
            .array(
              z.object({
                at: timeSchema,
                from: z.enum(['driver', 'dispatcher']),
                body: z.string().nullable(),
              }),
            )
            .meta({ description: 'Messages between dispatchers and this driver, oldest first' }),
        }),
      )
      .meta({
        description: 'Oldest first, with offers, and deliveries that were reassigned to another driver',
      }),
  })
  .meta({ id: 'DriverExport' });

export type DriverExport = z.infer<typeof driverExportSchema>;
