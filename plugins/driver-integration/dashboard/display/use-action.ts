import { toast, useMutation, useQueryClient } from '@vendure/dashboard';
import { LIVE_KEY } from '../live/live-query';
import { useErrorText } from '../words/use-problem-text';

/**
 * A mutation for a button. Shows a toast with the result or the error and refreshes all live queries.
 *
 * @param act runs the mutation
 * @param done returns the text of the success toast
 */
export function useAction<Input = void>(
  act: (input: Input) => Promise<unknown>,
  done: (result: unknown) => string,
) {
  const getErrorText = useErrorText();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: (result) => toast.success(done(result)),
    onError: (error) => toast.error(getErrorText(error)),
    onSettled: () => queries.invalidateQueries({ queryKey: [LIVE_KEY] }),
  });
}
