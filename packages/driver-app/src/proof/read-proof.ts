import type { StepProof } from '../storage/step';

/** What the driver must still enter. `readable_photo`: the browser can't read the photo. */
export type MissingPart = 'pin' | 'photo' | 'readable_photo' | 'signature' | 'name';

/**
 * Creates the proof from the entered data, or returns the missing part.
 *
 * @throws DOMException if the device gives no image, such as without memory
 */
export type ReadProof = () => Promise<StepProof | MissingPart>;
