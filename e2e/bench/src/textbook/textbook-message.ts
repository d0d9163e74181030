import { z } from 'zod';

const point = z.object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) });
const place = z.object({ name: z.string(), point, address: z.record(z.string(), z.string()) });

/** The only message of the textbook program: a paid order. */
export const paidOrderSchema = z.object({
  type: z.literal('seller_order.ready'),
  timestamp: z.string(),
  data: z.object({
    sellerOrderId: z.string().max(64),
    orderCode: z.string(),
    channelId: z.string(),
    correlationId: z.string(),
    pickup: place.extend({ readyAt: z.string() }),
    dropoff: place.extend({ phone: z.string().optional() }),
  }),
});

export type PaidOrder = z.infer<typeof paidOrderSchema>;
