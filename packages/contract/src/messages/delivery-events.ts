import { z } from 'zod';
import { deliveryAlertTypeSchema } from './alerts';
import { deliveryIdentityShape } from './delivery-identity';
import { deliveryStateSchema } from './delivery-state';
import { failureCodeSchema } from './failure-code';
import { recordedProofSchema } from './proof-of-delivery';
import { idSchema, textSchema, timeSchema } from './scalars';
import { vehicleSchema } from './vehicle';

const event = <T extends string, S extends z.ZodRawShape>(type: T, id: string, shape: S) =>
  z
    .object({
      id: idSchema.meta({ description: 'Unique. The receiver applies each id once' }),
      type: z.literal(type),
      timestamp: timeSchema,
      data: z.object({
        deliveryId: idSchema,
        ...deliveryIdentityShape,
        sequence: z.int().min(1).meta({ description: 'Numbers the events of a delivery, without gaps' }),
        state: deliveryStateSchema.meta({ description: 'State of the delivery after this event' }),
        ...shape,
      }),
    })
    .meta({ id });

export const assignedDriverSchema = z
  .object({
    id: idSchema,
    name: textSchema(200),
    phone: textSchema(40).optional(),
    vehicle: vehicleSchema.optional(),
  })
  .meta({ id: 'AssignedDriver' });

export const deliveryAssignedSchema = event('delivery.assigned', 'DeliveryAssigned', {
  driver: assignedDriverSchema,
  distanceMetres: z.number().min(0).meta({ description: 'Driver to pickup, great circle, in metres' }),
});

export const deliveryReassignedSchema = event('delivery.reassigned', 'DeliveryReassigned', {
  driver: assignedDriverSchema.meta({ description: 'New driver' }),
  distanceMetres: z.number().min(0).meta({ description: 'New driver to pickup, great circle, in metres' }),
  previousDriver: z.object({ id: idSchema, name: textSchema(200) }),
  operator: textSchema(200).meta({ description: 'Dispatcher who reassigned the delivery' }),
});

export const deliveryUnassignedSchema = event('delivery.unassigned', 'DeliveryUnassigned', {
  waitingSince: timeSchema,
  reason: z
    .enum(['no_driver_in_radius', 'not_accepted'])
    .meta({ description: 'not_accepted: drivers were offered the delivery, and none has accepted' }),
});

export const deliveryPickedUpSchema = event('delivery.picked_up', 'DeliveryPickedUp', {
  driverId: idSchema,
});

/** Exactly one of these fields is set. */
const endedBy = {
  driverId: idSchema.optional().meta({ description: 'Driver who ended the delivery' }),
  operator: textSchema(200).optional().meta({ description: 'Dispatcher who ended the delivery' }),
};

export const deliveryDeliveredSchema = event('delivery.delivered', 'DeliveryDelivered', {
  ...endedBy,
  proof: recordedProofSchema,
});

export const deliveryFailedSchema = event('delivery.failed', 'DeliveryFailed', {
  ...endedBy,
  code: failureCodeSchema,
  note: textSchema(1000).optional(),
});

export const deliveryCancelledSchema = event('delivery.cancelled', 'DeliveryCancelled', {
  reason: textSchema(500).optional(),
});

/** A delivery makes no progress. The next state change resolves the alert without a separate event. */
export const deliveryAlertRaisedSchema = event('delivery.alert_raised', 'DeliveryAlertRaised', {
  alert: deliveryAlertTypeSchema,
  since: timeSchema.meta({ description: 'Start of the time limit that was exceeded' }),
});

/** The driver of a delivery has sent a heartbeat or location again. */
export const deliveryAlertResolvedSchema = event('delivery.alert_resolved', 'DeliveryAlertResolved', {
  alert: deliveryAlertTypeSchema,
});

/** The failed PIN attempts of a delivery were reset. The driver may enter the delivery PIN again. */
export const deliveryPinAttemptsResetSchema = event(
  'delivery.pin_attempts_reset',
  'DeliveryPinAttemptsReset',
  {
    operator: textSchema(200).meta({ description: 'Dispatcher who reset the failed PIN attempts' }),
  },
);

/** Engine -> Vendure, in a batch. */
export const deliveryEventSchema = z.discriminatedUnion('type', [
  deliveryAssignedSchema,
  deliveryReassignedSchema,
  deliveryUnassignedSchema,
  deliveryPickedUpSchema,
  deliveryDeliveredSchema,
  deliveryFailedSchema,
  deliveryCancelledSchema,
  deliveryAlertRaisedSchema,
  deliveryAlertResolvedSchema,
  deliveryPinAttemptsResetSchema,
]);

export type DeliveryAssigned = z.infer<typeof deliveryAssignedSchema>;
export type DeliveryReassigned = z.infer<typeof deliveryReassignedSchema>;
export type DeliveryUnassigned = z.infer<typeof deliveryUnassignedSchema>;
export type DeliveryPickedUp = z.infer<typeof deliveryPickedUpSchema>;
export type DeliveryDelivered = z.infer<typeof deliveryDeliveredSchema>;
export type DeliveryFailed = z.infer<typeof deliveryFailedSchema>;
export type DeliveryCancelled = z.infer<typeof deliveryCancelledSchema>;
export type DeliveryEvent = z.infer<typeof deliveryEventSchema>;
export type DeliveryEventType = DeliveryEvent['type'];
export type AssignedDriver = z.infer<typeof assignedDriverSchema>;
