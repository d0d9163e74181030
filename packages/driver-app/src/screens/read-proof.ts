import type { StepProof } from '../storage/step';

/** Creates the proof from the entered data; undefined if something is missing. */
export type ReadProof = () => Promise<StepProof | undefined>;
