import type { Point } from '@driver-dispatch/contract/geography';
import { useLingui } from '@lingui/react/macro';
import { toast, useMutation, useNavigate, useQueryClient } from '@vendure/dashboard';
import { LIVE_KEY } from '../../live/live-query';
import { runMutation } from '../../run-mutation';
import { useErrorText } from '../../words/use-problem-text';
import type { VariablesOf } from '../../graphql/graphql';
import {
  assignDeliveryDocument,
  cancelDeliveryDocument,
  endDeliveryDocument,
  markReadyDocument,
  reassignDeliveryDocument,
  redispatchDeliveryDocument,
  resetPinAttemptsDocument,
  setDropoffDocument,
} from '../delivery-documents';

export type DeliveryOutcome = VariablesOf<typeof endDeliveryDocument>['outcome'];

/** The mutations of one delivery. Each shows a toast with its result or error and refreshes all live queries. */
export function useDeliveryMutations({ id }: { id: string }) {
  const { t } = useLingui();
  const getErrorText = useErrorText();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const handlers = {
    onError: (error: Error) => toast.error(getErrorText(error)),
    onSettled: () => queries.invalidateQueries({ queryKey: [LIVE_KEY] }),
  };

  return {
    markReady: useMutation({
      ...handlers,
      mutationFn: () => runMutation(markReadyDocument, { id }),
      onSuccess: () => toast.success(t`Marked as ready, searching for a driver`),
    }),
    redispatch: useMutation({
      ...handlers,
      mutationFn: () => runMutation(redispatchDeliveryDocument, { id }),
      onSuccess: ({ redispatchDriverDelivery: next }) => {
        if (next.id === id) {
          toast.success(t`Dispatched again`);
          return;
        }
        toast.success(t`Redelivery created`);
        void navigate({ to: `/driver-deliveries/${next.id}` });
      },
    }),
    cancel: useMutation({
      ...handlers,
      mutationFn: (reason: string) => runMutation(cancelDeliveryDocument, { id, reason }),
      onSuccess: () => toast.success(t`Cancellation requested`),
    }),
    end: useMutation({
      ...handlers,
      mutationFn: (end: { outcome: DeliveryOutcome; reason: string }) =>
        runMutation(endDeliveryDocument, { id, ...end }),
      onSuccess: () => toast.success(t`Delivery ended`),
    }),
    assign: useMutation({
      ...handlers,
      mutationFn: (driverId: string) => runMutation(assignDeliveryDocument, { id, driverId }),
      onSuccess: () => toast.success(t`Driver assigned`),
    }),
    setDropoff: useMutation({
      ...handlers,
      mutationFn: (point: Point) => runMutation(setDropoffDocument, { id, point }),
      onSuccess: () => toast.success(t`Drop-off location set, submitting the delivery`),
    }),
    resetPinAttempts: useMutation({
      ...handlers,
      mutationFn: () => runMutation(resetPinAttemptsDocument, { id }),
      onSuccess: () => toast.success(t`PIN attempts reset`),
    }),
    reassign: useMutation({
      ...handlers,
      mutationFn: (choice: { driverId: string; fromDriverId: string }) =>
        runMutation(reassignDeliveryDocument, { id, ...choice }),
      onSuccess: () => toast.success(t`Delivery reassigned`),
    }),
  };
}
