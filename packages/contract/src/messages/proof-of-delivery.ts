import { z } from 'zod';
import { idSchema, textSchema } from './scalars';

const imageUrlSchema = z.url({ protocol: /^https?$/ }).max(2000);

const photoSchema = z.object({ kind: z.literal('photo'), url: imageUrlSchema });
const signatureSchema = z.object({
  kind: z.literal('signature'),
  signedBy: textSchema(200),
  url: imageUrlSchema.optional(),
});
const inPersonSchema = z.object({ kind: z.literal('in_person'), receivedBy: textSchema(200) });

/** Proof of delivery from the driver app. */
export const proofOfDeliverySchema = z
  .discriminatedUnion('kind', [
    photoSchema,
    signatureSchema,
    z.object({ kind: z.literal('pin'), pin: textSchema(32) }),
    inPersonSchema,
  ])
  .meta({ id: 'ProofOfDelivery' });

/**
 * Proof of delivery in the engine's records and events: the proof of the driver without the PIN, or the reason of the
 * dispatcher who ended the delivery.
 */
export const recordedProofSchema = z
  .discriminatedUnion('kind', [
    photoSchema,
    signatureSchema,
    z.object({ kind: z.literal('pin') }),
    inPersonSchema,
    z.object({
      kind: z.literal('dispatcher'),
      reason: textSchema(500).meta({ description: 'Why the dispatcher ended the delivery' }),
    }),
  ])
  .meta({ id: 'RecordedProof' });

export type ProofOfDelivery = z.infer<typeof proofOfDeliverySchema>;
export type RecordedProof = z.infer<typeof recordedProofSchema>;

/** Maximum size of a proof image, in bytes. */
export const MAX_PROOF_IMAGE_BYTES = 8 * 1024 * 1024;

/** Driver app -> Vendure: a photo or a signature. The proof of delivery then contains the `url` of the reply. */
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
