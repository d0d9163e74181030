import { z } from 'zod';
import { textSchema } from './scalars';

/** What shows that the goods were handed over. */
export const proofOfDeliverySchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('photo'), url: z.url({ protocol: /^https?$/ }).max(2000) }),
    z.object({ kind: z.literal('signature'), signedBy: textSchema(200) }),
    z.object({ kind: z.literal('code'), code: textSchema(32) }),
    z.object({ kind: z.literal('handover'), receivedBy: textSchema(200) }),
  ])
  .meta({ id: 'ProofOfDelivery' });

export type ProofOfDelivery = z.infer<typeof proofOfDeliverySchema>;
