import { toast, useMutation } from '@vendure/dashboard';
import { useRefreshLive } from '../live/use-refresh-live';
import { useErrorText } from '../words/use-problem-text';

/**
 * A mutation for a button. Shows a toast with the result or the error and refreshes all live queries.
 *
 * @param act runs the mutation
 * @param done returns the text of the success toast
 */
export function useAction<Input = void>(
  act: (input: Input) => Promise<unknown>,
  done: (result: unknown, input: Input) => string,
) {
  const getErrorText = useErrorText();
  const refresh = useRefreshLive();
  return useMutation({
    mutationFn: act,
    onSuccess: (result, input) => toast.success(done(result, input)),
    onError: (error) => toast.error(getErrorText(error)),
    onSettled: refresh,
  });
}
