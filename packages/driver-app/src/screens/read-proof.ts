import type { StepProof } from '../storage/step';

/** Maximum length of the receiver's name, as in the contract. */
export const MAX_NAME = 200;

/** Creates the proof from the entered data; undefined if something is missing. */
export type ReadProof = () => Promise<StepProof | undefined>;
