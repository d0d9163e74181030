import { useNavigate, useRouterState } from '@vendure/dashboard';
import { formatSelectionId, parseSelectionId, type Selection } from './map-ids';

/** The selection, stored in the URL so that it can be linked to. */
export function useSelection(): [Selection | undefined, (selection: Selection | undefined) => void] {
  const navigate = useNavigate();
  const shown = useRouterState({ select: ({ location }) => (location.search as { show?: string }).show });
  const select = (selection: Selection | undefined) =>
    void navigate({
      to: '.',
      search: ((before: object) => ({ ...before, show: selection && formatSelectionId(selection) })) as never,
      replace: true,
    });
  return [parseSelectionId(shown), select];
}
