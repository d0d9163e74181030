import { toast, useMutation } from '@vendure/dashboard';
import { useRefreshLive } from '../live/use-refresh-live';
import { useErrorText } from '../words/use-problem-text';

/** What an action has done. */
export interface ActionOutcome {
  tone: 'success' | 'warning' | 'error';
  text: string;
}

/** A selected row. */
interface Selected {
  id: string;
  /** Names the row in the result, such as an order code. */
  name: string;
}

/**
 * Runs an action for each selected row. Shows one toast per distinct outcome, with the names of its rows.
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
      for (const text of new Set(results.map((result) => result.text))) {
        const alike = results.filter((result) => result.text === text);
        toast[alike[0]!.tone](text, { description: alike.map(({ name }) => name).join(', ') });
      }
    },
    onSettled: refresh,
  });
}
