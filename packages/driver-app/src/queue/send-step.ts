import type { ProofOfDelivery } from '@driver-dispatch/contract/messages';
import type { EngineClient } from '../engine/engine-client';
import type { Step, StepImage, StepProof } from '../storage/step';

type Client = Pick<EngineClient, 'setDuty' | 'pickUp' | 'complete' | 'fail' | 'uploadProof'>;

/**
 * Sends a step to the engine, with its image to the shop first.
 *
 * @param save stores the step with the URL of its uploaded image
 * @throws DispatchError
 */
export async function sendStep(
  client: Client,
  step: Step,
  save: (step: Step) => Promise<void>,
): Promise<void> {
  const { action, key } = step;
  if (action.kind === 'off_duty') {
    await client.setDuty({ status: 'OFFLINE', ...age(step) }, key);
    return;
  }
  const { deliveryId } = step.delivery!;
  if (action.kind === 'pick_up') {
    return client.pickUp(deliveryId, key);
  }
  const { point, endShift } = action;
  const end = { ...(point && { point }), ...(endShift && { endShift }), ...age(step) };
  if (action.kind === 'fail') {
    const { code, note } = action;
    return client.fail(deliveryId, { code, ...(note && { note }), ...end }, key);
  }
  const upload = async (image: StepImage, proof: (image: StepImage) => StepProof): Promise<string> => {
    const url = image.url ?? (await client.uploadProof(deliveryId, image));
    await save({ ...step, action: { ...action, proof: proof({ ...image, url }) } });
    return url;
  };
  const proof = await toProofOfDelivery(action.proof!, upload);
  return client.complete(deliveryId, { proof, ...end }, key);
}

/** Steps that are sent earlier than this, in seconds, have no age. Their quick repetitions then are identical. */
const MIN_AGE_SECONDS = 5;

function age({ createdAt }: Step): { ageSeconds?: number } {
  const ageSeconds = Math.round((Date.now() - createdAt) / 1_000);
  return ageSeconds < MIN_AGE_SECONDS ? {} : { ageSeconds };
}

async function toProofOfDelivery(
  proof: StepProof,
  upload: (image: StepImage, proof: (image: StepImage) => StepProof) => Promise<string>,
): Promise<ProofOfDelivery> {
  switch (proof.kind) {
    case 'photo':
      return { kind: 'photo', url: await upload(proof.image, (image) => ({ ...proof, image })) };
    case 'signature': {
      const url = await upload(proof.image, (image) => ({ ...proof, image }));
      return { kind: 'signature', signedBy: proof.signedBy, url };
    }
    default:
      return proof;
  }
}
