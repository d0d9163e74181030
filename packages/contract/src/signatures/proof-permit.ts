import { z } from 'zod';
import { DispatchError } from '../errors/dispatch-error';
import { idSchema } from '../messages/scalars';
import { getSignature, indexOfMatch } from './signature';
import type { SigningKeys } from './signing-keys';

/** Seconds for which a permit is valid. */
export const PROOF_PERMIT_SECONDS = 10 * 60;

/** Takes the place of the message id in the signature. */
const ID = 'proof_permit';

/** The type makes a permit different from all signed messages. */
const payloadSchema = z.object({
  type: z.literal('delivery.proof_permit'),
  deliveryId: idSchema,
  driverId: idSchema,
  /** Seconds since the epoch. */
  expires: z.int(),
});

/** What a permit allows: proof images of one delivery, sent by its driver. */
export interface PermittedProof {
  deliveryId: string;
  driverId: string;
}

/**
 * Creates a permit to upload proof images: `<payload>.<signature>`, with a signature for each key, all in base64url.
 *
 * @returns the permit and its end
 */
export function createProofPermit(
  keys: SigningKeys,
  { deliveryId, driverId }: PermittedProof,
  at: Date = new Date(),
): { permit: string; expiresAt: Date } {
  const expires = Math.floor(at.getTime() / 1000) + PROOF_PERMIT_SECONDS;
  const payload = toBase64url(
    JSON.stringify({ type: 'delivery.proof_permit', deliveryId, driverId, expires }),
  );
  const signatures = keys.map((key) => sign(key, expires, payload));
  return { permit: [payload, ...signatures].join('.'), expiresAt: new Date(expires * 1000) };
}

/**
 * Verifies that a permit was signed with one of the keys and has not expired.
 *
 * @throws DispatchError `unauthorized`
 */
export function verifyProofPermit(keys: SigningKeys, permit: string): PermittedProof {
  const [payload = '', ...signatures] = permit.split('.');
  const contents = parsePayload(payload);
  const expected = keys.map((key) => sign(key, contents?.expires ?? 0, payload));
  if (!contents || indexOfMatch(expected, signatures) === -1) {
    throw new DispatchError('unauthorized', 'The permit for proof images is invalid');
  }
  if (contents.expires * 1000 <= Date.now()) {
    throw new DispatchError('unauthorized', 'The permit for proof images has expired');
  }
  return { deliveryId: contents.deliveryId, driverId: contents.driverId };
}

function sign(key: string, expires: number, payload: string): string {
  const [, signature = ''] = getSignature(key, ID, String(expires), payload).split(',');
  return Buffer.from(signature, 'base64').toString('base64url');
}

function toBase64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function parsePayload(payload: string): z.infer<typeof payloadSchema> | undefined {
  try {
    return payloadSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString())).data;
  } catch {
    return undefined;
  }
}
