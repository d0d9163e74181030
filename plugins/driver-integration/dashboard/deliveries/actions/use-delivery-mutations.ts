import { useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '@vendure/dashboard';
import { toast } from 'sonner';
import type { Point } from '../../display/metres-between';
import { LIVE_KEY } from '../../live/live-query';
import { useServerText } from '../../words/use-server-text';
import type { VariablesOf } from '../../graphql/graphql';
import {
  assignDeliveryDocument,
  cancelDeliveryDocument,
  endDeliveryDocument,
  markReadyDocument,
  reassignDeliveryDocument,
  redispatchDeliveryDocument,
  resetCodesDocument,
  setDropoffDocument,
} from '../delivery-documents';

export type DeliveryOutcome = VariablesOf<typeof endDeliveryDocument>['outcome'];

/** What may be done about one delivery: each tells what it did, or why not, and shows the outcome at once. */
export function useDeliveryMutations({ id }: { id: string }) {
  const { t } = useLingui();
  const textOf = useServerText();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const answer = {
    onError: (error: Error) => toast.error(textOf(error.message)),
    onSettled: () => queries.invalidateQueries({ queryKey: [LIVE_KEY] }),
  };

  return {
    markReady: useMutation({
      ...answer,
      mutationFn: () => api.mutate(markReadyDocument, { id }),
      onSuccess: () => toast.success(t`Marked as ready: a driver is looked for`),
    }),
    redispatch: useMutation({
      ...answer,
      mutationFn: () => api.mutate(redispatchDeliveryDocument, { id }),
      onSuccess: ({ redispatchDriverDelivery: next }) => {
        if (next.id === id) {
          toast.success(t`Dispatched again`);
          return;
        }
        toast.success(t`Sent out again, as a new delivery`);
        void navigate({ to: `/driver-deliveries/${next.id}` });
      },
    }),
    cancel: useMutation({
      ...answer,
      mutationFn: (reason: string) => api.mutate(cancelDeliveryDocument, { id, reason }),
      onSuccess: () => toast.success(t`The delivery is being cancelled`),
    }),
    end: useMutation({
      ...answer,
      mutationFn: (end: { outcome: DeliveryOutcome; reason: string }) =>
        api.mutate(endDeliveryDocument, { id, ...end }),
      onSuccess: () => toast.success(t`The delivery is ended`),
    }),
    assign: useMutation({
      ...answer,
      mutationFn: (driverId: string) => api.mutate(assignDeliveryDocument, { id, driverId }),
      onSuccess: () => toast.success(t`The driver has the delivery`),
    }),
    setDropoff: useMutation({
      ...answer,
      mutationFn: (point: Point) => api.mutate(setDropoffDocument, { id, point }),
      onSuccess: () => toast.success(t`The drop-off is placed: the delivery is handed over`),
    }),
    resetCodes: useMutation({
      ...answer,
      mutationFn: () => api.mutate(resetCodesDocument, { id }),
      onSuccess: () => toast.success(t`The code is taken again`),
    }),
    reassign: useMutation({
      ...answer,
      mutationFn: (choice: { driverId: string; fromDriverId: string }) =>
        api.mutate(reassignDeliveryDocument, { id, ...choice }),
      onSuccess: () => toast.success(t`The other driver has the delivery`),
    }),
  };
}
