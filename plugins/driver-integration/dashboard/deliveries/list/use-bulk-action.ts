import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { usePaginatedList } from '@vendure/dashboard';
import { toast } from 'sonner';
import { useServerText } from '../../words/use-server-text';

/**
 * Does one thing to each of some deliveries, tells how many it was done to, and why not to the others.
 *
 * @param act what is done to the delivery with this id
 * @param onDone called at the end, whatever became of it
 */
export function useBulkAction(act: (id: string) => Promise<unknown>, onDone: () => void) {
  const { t } = useLingui();
  const textOf = useServerText();
  const { refetchPaginatedList } = usePaginatedList();
  return useMutation({
    mutationFn: (ids: string[]) => Promise.allSettled(ids.map(act)),
    onSuccess: (results) => {
      const refused = results.filter((result) => result.status === 'rejected');
      const done = results.length - refused.length;
      if (done > 0) {
        toast.success(t`${plural(done, { one: 'Done for # delivery', other: 'Done for # deliveries' })}`);
      }
      for (const reason of new Set(refused.map((result) => String((result.reason as Error).message)))) {
        toast.error(textOf(reason));
      }
    },
    onSettled: () => {
      refetchPaginatedList();
      onDone();
    },
  });
}
