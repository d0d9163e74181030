import { z } from 'zod';

/** Why a delivery failed. In v1, new codes may be added at the end. */
export const failureCodeSchema = z
  .enum([
    'store_closed',
    'store_not_ready',
    'goods_missing',
    'goods_damaged',
    'customer_absent',
    'customer_refused',
    'address_not_found',
    'address_unreachable',
    'vehicle_breakdown',
    'accident',
    'safety_concern',
    'other',
    'returned_to_store',
  ])
  .meta({ id: 'FailureCode' });

export type FailureCode = z.infer<typeof failureCodeSchema>;
