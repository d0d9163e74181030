import { toast, useMutation, usePaginatedList } from '@vendure/dashboard';
import { useErrorText } from '../words/use-problem-text';

/**
 * Runs an action for each selected row. Shows one toast with the number of successes and one per distinct error.
 *
 * @param act runs the action for the row with this id
 * @param getDoneText returns the text of the toast for a number of successes
 * @param onDone called after all actions, also after failures
 */
export function useBulkAction(
  act: (id: string) => Promise<unknown>,
  getDoneText: (count: number) => string,
  onDone: () => void,
) {
  const getErrorText = useErrorText();
  const { refetchPaginatedList } = usePaginatedList();
  return useMutation({
    mutationFn: (ids: string[]) => Promise.allSettled(ids.map(act)),
    onSuccess: (results) => {
      const failed = results.filter((result) => result.status === 'rejected');
      const done = results.length - failed.length;
      if (done > 0) {
        toast.success(getDoneText(done));
      }
      for (const text of new Set(failed.map(({ reason }) => getErrorText(reason)))) {
        toast.error(text);
      }
    },
    onSettled: () => {
      refetchPaginatedList();
      onDone();
    },
  });
}
