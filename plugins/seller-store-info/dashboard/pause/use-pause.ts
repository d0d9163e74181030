import { useLingui } from '@lingui/react/macro';
import { api, toast, useMutation, usePage, useQuery, useQueryClient } from '@vendure/dashboard';
import { useEffect, useEffectEvent } from 'react';
import type { ResultOf } from '../graphql/graphql';
import { pauseStoreDocument, resumeStoreDocument, storePauseDocument } from './pause-documents';

/** Interval in ms at which pauses of other users are noticed. */
const REFETCH_INTERVAL_MS = 15_000;

/**
 * The pause of the store of this page. `pause` and `resume` take effect immediately. The form's field follows, so that saving
 * the form does not change the pause.
 *
 * @param field path of the pause in the form
 */
export function usePause(field: string) {
  const { t } = useLingui();
  const { entity, form } = usePage();
  const id = (entity as { id?: string } | undefined)?.id;
  const queryClient = useQueryClient();
  const queryKey = ['sellerStorePause', id];
  const { data } = useQuery({
    queryKey,
    queryFn: () => api.query(storePauseDocument, { id: id! }),
    enabled: id !== undefined,
    placeholderData: undefined,
    refetchInterval: REFETCH_INTERVAL_MS,
  });
  const store = data?.sellerStore;
  const pausedUntil = store?.pausedUntil;
  const updateForm = useEffectEvent((until: string | null) =>
    form?.resetField(field, { defaultValue: until }),
  );
  useEffect(() => {
    if (pausedUntil !== undefined) {
      updateForm(pausedUntil);
    }
  }, [pausedUntil]);

  const showStore = (sellerStore: ResultOf<typeof storePauseDocument>['sellerStore']) =>
    queryClient.setQueryData(queryKey, { sellerStore });
  const showError = (error: Error) =>
    toast.error(t`The pause could not be changed`, { description: error.message });
  const pause = useMutation({
    mutationFn: (minutes: number) => api.mutate(pauseStoreDocument, { id: id!, minutes }),
    onSuccess: ({ pauseSellerStore }) => showStore(pauseSellerStore),
    onError: showError,
  });
  const resume = useMutation({
    mutationFn: () => api.mutate(resumeStoreDocument, { id: id! }),
    onSuccess: ({ resumeSellerStore }) => showStore(resumeSellerStore),
    onError: showError,
  });
  return { store, pause, resume, pending: !store || pause.isPending || resume.isPending };
}
