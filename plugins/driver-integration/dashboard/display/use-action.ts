import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from '@vendure/dashboard';
import { LIVE_KEY } from '../live/live-query';
import { useServerText } from '../words/use-server-text';

/**
 * Something that people have done at a press: says how it went, and has all of the plugin's data asked for anew.
 *
 * @param act what is done
 * @param done what is said when it is
 */
export function useAction<Input = void>(
  act: (input: Input) => Promise<unknown>,
  done: (result: unknown) => string,
) {
  const textOf = useServerText();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: (result) => toast.success(done(result)),
    onError: (error) => toast.error(textOf(error.message)),
    onSettled: () => queries.invalidateQueries({ queryKey: [LIVE_KEY] }),
  });
}
