import { useLingui } from '@lingui/react/macro';
import { translateProblem, type Translatable } from './translate-problem';

interface GraphQlError {
  message: string;
  extensions?: { code?: string; details?: unknown };
}

/** Returns a function that translates problems. */
export function useProblemText(): (problem: Translatable) => string {
  const { i18n } = useLingui();
  return (problem) => translateProblem(i18n, problem);
}

/** Returns a function that translates the error of a failed request. */
export function useErrorText(): (error: unknown) => string {
  const getProblemText = useProblemText();
  return (error) => {
    const [first] = (error as { fieldErrors?: GraphQlError[] }).fieldErrors ?? [];
    const { message, extensions } = first ?? (error as GraphQlError);
    return getProblemText({ ...extensions, message });
  };
}
