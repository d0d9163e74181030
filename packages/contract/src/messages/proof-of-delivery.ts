import { z } from 'zod';
import { idSchema, textSchema } from './scalars';

const imageUrlSchema = z.url({ protocol: /^https?$/ }).max(2000);

const photoSchema = z.object({ kind: z.literal('photo'), url: imageUrlSchema });
const signatureSchema = z.object({
  kind: z.literal('signature'),
  signedBy: textSchema(200),
  url: imageUrlSchema.optional(),
});
const handoverSchema = z.object({ kind: z.literal('handover'), receivedBy: textSchema(200) });

/** What shows that the goods were handed over, as the driver app sends it. */
export const proofOfDeliverySchema = z
  .discriminatedUnion('kind', [
    photoSchema,
    signatureSchema,
    z.object({ kind: z.literal('code'), code: textSchema(32) }),
    handoverSchema,
  ])
  .meta({ id: 'ProofOfDelivery' });

/**
 * A proof as the engine records it and sends it in events: the driver's without the delivery PIN, or the word of the
 * dispatcher who ended the delivery.
 */
export const recordedProofSchema = z
  .discriminatedUnion('kind', [
    photoSchema,
    signatureSchema,
    z.object({ kind: z.literal('code') }),
    handoverSchema,
    z.object({
      kind: z.literal('dispatcher'),
      reason: textSchema(500).meta({ description: 'Why a dispatcher ended the delivery' }),
    }),
  ])
  .meta({ id: 'RecordedProof' });

export type ProofOfDelivery = z.infer<typeof proofOfDeliverySchema>;
export type RecordedProof = z.infer<typeof recordedProofSchema>;

/** The largest image of a proof, in bytes. */
export const MAX_PROOF_IMAGE_BYTES = 8 * 1024 * 1024;

/**
 * The driver app -> Vendure: a photo or a signature for a proof. The answer's `url` goes into the proof.
 */
export const proofImageSchema = z
  .object({
    type: z.literal('delivery.proof_image'),
    deliveryId: idSchema,
    driverId: idSchema,
    contentType: z.enum(['image/jpeg', 'image/png', 'image/webp']),
    image: z.base64().max(Math.ceil(MAX_PROOF_IMAGE_BYTES / 3) * 4),
  })
  .meta({ id: 'ProofImage' });

export const proofImageReplySchema = z.object({ url: imageUrlSchema }).meta({ id: 'ProofImageReply' });

export type ProofImage = z.infer<typeof proofImageSchema>;
export type ProofImageReply = z.infer<typeof proofImageReplySchema>;
