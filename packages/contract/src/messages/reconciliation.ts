import { z } from 'zod';
import { submissionKeySchema } from './delivery-identity';
import { deliveryStateSchema } from './delivery-state';
import { idSchema, timeSchema } from './scalars';

/** Maximum number of deliveries in one request. */
export const MAX_RECONCILED_DELIVERIES = 500;

const sequenceSchema = z.int().min(0).max(2_147_483_647);

/** A delivery as stored by the sender of the request. */
export const knownDeliverySchema = z
  .object({
    submissionKey: submissionKeySchema,
    sequence: sequenceSchema.meta({ description: 'Sequence of the last event that the sender has' }),
    state: deliveryStateSchema,
  })
  .meta({ id: 'KnownDelivery' });

/** Vendure -> engine or engine -> Vendure: requests the state of deliveries for comparison. As the receiver, the engine also resends the events that Vendure lacks. */
export const reconcileDeliveriesSchema = z
  .object({
    type: z.literal('deliveries.reconcile'),
    timestamp: timeSchema,
    data: z.object({
      deliveries: z.array(knownDeliverySchema).min(1).max(MAX_RECONCILED_DELIVERIES),
    }),
  })
  .meta({ id: 'ReconcileDeliveries' });

/** A delivery as stored by the receiver of the request. */
export const reconciledDeliverySchema = z
  .discriminatedUnion('known', [
    z.object({ submissionKey: submissionKeySchema, known: z.literal(false) }),
    z.object({
      submissionKey: submissionKeySchema,
      known: z.literal(true),
      deliveryId: idSchema.optional().meta({
        description: "The engine's id; absent if Vendure does not have it yet",
      }),
      state: deliveryStateSchema.meta({
        description:
          'PENDING also for a delivery of which Vendure does not know that the engine has accepted it',
      }),
      sequence: sequenceSchema.meta({ description: 'Sequence of the last event; 0 before the first event' }),
    }),
  ])
  .meta({ id: 'ReconciledDelivery' });

/** Reply to {@link reconcileDeliveriesSchema}: one element for each requested delivery. */
export const reconcileReplySchema = z
  .object({ deliveries: z.array(reconciledDeliverySchema) })
  .meta({ id: 'ReconcileReply' });

export type KnownDelivery = z.infer<typeof knownDeliverySchema>;
export type ReconcileDeliveries = z.infer<typeof reconcileDeliveriesSchema>;
export type ReconciledDelivery = z.infer<typeof reconciledDeliverySchema>;
export type ReconcileReply = z.infer<typeof reconcileReplySchema>;

/** Creates a reconcile request with the current time. */
export function reconcileDeliveries(deliveries: KnownDelivery[]): ReconcileDeliveries {
  return { type: 'deliveries.reconcile', timestamp: new Date().toISOString(), data: { deliveries } };
}
