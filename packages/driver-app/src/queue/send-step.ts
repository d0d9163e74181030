import type { ProofOfDelivery } from '@driver-dispatch/contract/messages';
import type { EngineClient } from '../engine/engine-client';
import type { Step, StepImage, StepProof, UploadedImage } from '../storage/step';

type Client = Pick<EngineClient, 'setDuty' | 'pickUp' | 'complete' | 'fail' | 'sendMessage' | 'uploadProof'>;

/**
 * Sends a step to the engine, with its image to the shop first.
 *
 * @param save stores the step with the URL of its uploaded image, in place of the image
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
  if (action.kind === 'message') {
    return client.sendMessage(deliveryId, { messageId: key, text: action.text });
  }
  const { point, endShift } = action;
  const end = { ...(point && { point }), ...(endShift && { endShift }), ...age(step) };
  if (action.kind === 'fail') {
    const { code, note } = action;
    return client.fail(deliveryId, { code, ...(note && { note }), ...end }, key);
  }
  const upload: Upload = async (image, proof) => {
    if ('url' in image) {
      return image.url;
    }
    const url = await client.uploadProof(deliveryId, image);
    // A full storage does not prevent the step. A repeated step then uploads the image again.
    await save({ ...step, action: { ...action, proof: proof({ url }) } }).catch(() => undefined);
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

/** Uploads an image. Returns its URL. @param proof the proof with the uploaded image */
type Upload = (
  image: StepImage | UploadedImage,
  proof: (image: UploadedImage) => StepProof,
) => Promise<string>;

async function toProofOfDelivery(proof: StepProof, upload: Upload): Promise<ProofOfDelivery> {
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
