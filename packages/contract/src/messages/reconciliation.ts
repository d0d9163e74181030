import { z } from 'zod';
import { submissionKeySchema } from './delivery-identity';
import { deliveryStateSchema } from './delivery-state';
import { idSchema, timeSchema } from './scalars';

/** The most deliveries that one question may name. */
export const MAX_RECONCILED_DELIVERIES = 500;

const sequenceSchema = z.int().min(0).max(2_147_483_647);

/** A delivery as the side that asks knows it. */
export const knownDeliverySchema = z
  .object({
    submissionKey: submissionKeySchema,
    sequence: sequenceSchema.meta({ description: 'Sequence of the last event that the asking side has' }),
    state: deliveryStateSchema,
  })
  .meta({ id: 'KnownDelivery' });

/** Either side -> the other: this is what I have of these deliveries; what do you have? */
export const reconcileDeliveriesSchema = z
  .object({
    type: z.literal('deliveries.reconcile'),
    timestamp: timeSchema,
    data: z.object({
      deliveries: z.array(knownDeliverySchema).min(1).max(MAX_RECONCILED_DELIVERIES),
    }),
  })
  .meta({ id: 'ReconcileDeliveries' });

/** What the side that was asked has of one delivery. */
export const reconciledDeliverySchema = z
  .discriminatedUnion('known', [
    z.object({ submissionKey: submissionKeySchema, known: z.literal(false) }),
    z.object({
      submissionKey: submissionKeySchema,
      known: z.literal(true),
      deliveryId: idSchema.optional().meta({
        description: "The engine's id; absent where Vendure has not learnt it yet",
      }),
      state: deliveryStateSchema.meta({
        description: 'PENDING too for what waits in Vendure to be handed over',
      }),
      sequence: sequenceSchema.meta({ description: 'Sequence of the last event; 0 before the first' }),
    }),
  ])
  .meta({ id: 'ReconciledDelivery' });

/** The answer to {@link reconcileDeliveriesSchema}: an element for each delivery that was named. */
export const reconcileReplySchema = z
  .object({ deliveries: z.array(reconciledDeliverySchema) })
  .meta({ id: 'ReconcileReply' });

export type KnownDelivery = z.infer<typeof knownDeliverySchema>;
export type ReconcileDeliveries = z.infer<typeof reconcileDeliveriesSchema>;
export type ReconciledDelivery = z.infer<typeof reconciledDeliverySchema>;
export type ReconcileReply = z.infer<typeof reconcileReplySchema>;

/** The question about some deliveries, as of now. */
export function reconcileDeliveries(deliveries: KnownDelivery[]): ReconcileDeliveries {
  return { type: 'deliveries.reconcile', timestamp: new Date().toISOString(), data: { deliveries } };
}
