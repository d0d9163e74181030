import { useRef, useState } from 'react';
import type { NewStep } from '../storage/step';
import { useSession } from './use-app';

/** Why a step was not stored. */
export type StepStoreProblem = 'storage_full' | 'storage_failed';

/** Stores a step, and keeps the problem if the device refuses. A second tap, while a step is being stored, stores nothing. */
export function useAddStep(): {
  addStep: (step: Omit<NewStep, 'driverId'>) => Promise<boolean>;
  problem: StepStoreProblem | undefined;
} {
  const session = useSession();
  const [problem, setProblem] = useState<StepStoreProblem>();
  const isAdding = useRef(false);
  const addStep = async (step: Omit<NewStep, 'driverId'>) => {
    if (isAdding.current) {
      return false;
    }
    isAdding.current = true;
    try {
      await session.addStep(step);
      return true;
    } catch (error) {
      const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
      setProblem(isFull ? 'storage_full' : 'storage_failed');
      return false;
    } finally {
      isAdding.current = false;
    }
  };
  return { addStep, problem };
}
