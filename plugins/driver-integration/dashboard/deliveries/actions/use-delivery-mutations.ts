import type { Point } from '@driver-dispatch/contract/geography';
import { useLingui } from '@lingui/react/macro';
import { toast, useMutation, useNavigate } from '@vendure/dashboard';
import { useRefreshLive } from '../../live/use-refresh-live';
import { runMutation } from '../../run-mutation';
import { useErrorText } from '../../words/use-problem-text';
import type { VariablesOf } from '../../graphql/graphql';
import {
  assignDeliveryDocument,
  cancelDeliveryDocument,
  endDeliveryDocument,
  markMessagesReadDocument,
  markReadyDocument,
  reassignDeliveryDocument,
  redispatchDeliveryDocument,
  resetPinAttemptsDocument,
  sendMessageDocument,
  setDropoffDocument,
} from '../delivery-documents';
import type { DeliveryCandidate } from './candidates-document';
import { useRedispatchOutcome } from './use-redispatch-outcome';

type ChosenDriver = Pick<DeliveryCandidate['driver'], 'driverId' | 'name'>;

/** A reason from the list with an optional text. */
export type CancelReason = Required<
  Pick<VariablesOf<typeof cancelDeliveryDocument>, 'reasonCode' | 'reason'>
>;

export type DeliveryOutcome = VariablesOf<typeof endDeliveryDocument>['outcome'];

/** The mutations of one delivery. Each shows a toast with its result or error and refreshes all live queries. */
export function useDeliveryMutations({ id }: { id: string }) {
  const { t } = useLingui();
  const getErrorText = useErrorText();
  const navigate = useNavigate();
  const refresh = useRefreshLive();
  const getOutcome = useRedispatchOutcome();
  const handlers = {
    onError: (error: Error) => toast.error(getErrorText(error)),
    onSettled: refresh,
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
        const { tone, text } = getOutcome(id, next);
        toast[tone](text);
        if (next.id !== id) {
          void navigate({ to: `/driver-deliveries/${next.id}` });
        }
      },
    }),
    cancel: useMutation({
      ...handlers,
      mutationFn: (reason: CancelReason) => runMutation(cancelDeliveryDocument, { id, ...reason }),
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
      mutationFn: ({ driverId }: ChosenDriver) => runMutation(assignDeliveryDocument, { id, driverId }),
      onSuccess: (_, { name }) => toast.success(t`Assigned to ${name}`),
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
    sendMessage: useMutation({
      ...handlers,
      mutationFn: (text: string) => runMutation(sendMessageDocument, { id, text }),
      onSuccess: () => toast.success(t`Message sent`),
    }),
    markMessagesRead: useMutation({
      ...handlers,
      mutationFn: (messageIds: string[]) => runMutation(markMessagesReadDocument, { id, messageIds }),
    }),
    reassign: useMutation({
      ...handlers,
      mutationFn: ({ driverId, fromDriverId }: ChosenDriver & { fromDriverId: string }) =>
        runMutation(reassignDeliveryDocument, { id, driverId, fromDriverId }),
      onSuccess: (_, { name }) => toast.success(t`Assigned to ${name}`),
    }),
  };
}
