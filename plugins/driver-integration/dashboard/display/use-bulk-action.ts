import { toast, useMutation } from '@vendure/dashboard';
import { useRefreshLive } from '../live/use-refresh-live';
import { useErrorText } from '../words/use-problem-text';
import { groupOutcomes, type ActionOutcome } from './group-outcomes';

/** A selected row. */
interface Selected {
  id: string;
  /** Names the row in the result, such as an order code. */
  name: string;
}

/**
 * Runs an action for each selected row. Shows one toast per distinct outcome, with the number and names of its rows.
 *
 * @param act runs the action for the row with this id
 * @param onStart called before the actions; closes the menu by clearing the selection
 */
export function useBulkAction<Input = void>(
  act: (id: string, input: Input) => Promise<ActionOutcome>,
  onStart: () => void,
) {
  const getErrorText = useErrorText();
  const refresh = useRefreshLive();
  return useMutation({
    onMutate: onStart,
    mutationFn: ({ rows, input }: { rows: readonly Selected[]; input: Input }) =>
      Promise.all(
        rows.map(async ({ id, name }) => {
          const toOutcome = (error: unknown): ActionOutcome => ({ tone: 'error', text: getErrorText(error) });
          return { name, ...(await act(id, input).catch(toOutcome)) };
        }),
      ),
    onSuccess: (results) => {
      for (const { tone, text, description } of groupOutcomes(results)) {
        toast[tone](text, { description });
      }
    },
    onSettled: refresh,
  });
}
