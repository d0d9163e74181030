import type { DriverSelf, OwnMessage } from '@driver-dispatch/contract/messages';
import type { Step } from '../storage/step';

/** A message on the screen. */
export interface ShownMessage extends Pick<OwnMessage, 'messageId' | 'from' | 'text'> {
  /** ISO 8601, or milliseconds of the device. */
  sentAt: string | number;
  state: 'waiting' | 'sent' | 'read';
}

/** The messages of the current delivery, and after them those of the driver that the engine does not have yet. */
export function conversation(
  { task, messages }: Pick<DriverSelf, 'task' | 'messages'>,
  steps: readonly Step[],
): ShownMessage[] {
  const unsent = steps.flatMap(({ action, delivery, key, createdAt, state }): ShownMessage[] =>
    action.kind === 'message' &&
    delivery?.deliveryId === task?.deliveryId &&
    state !== 'refused' &&
    messages.every(({ messageId }) => messageId !== key)
      ? [
          {
            messageId: key,
            from: 'driver',
            text: action.text,
            sentAt: createdAt,
            state: state === 'sent' ? 'sent' : 'waiting',
          },
        ]
      : [],
  );
  const known = messages.map(({ readAt, ...message }): ShownMessage => ({
    ...message,
    state: readAt === null ? 'sent' : 'read',
  }));
  return [...known, ...unsent];
}

/** Ids of the messages of the dispatchers that the driver has not read. */
export function findUnread(messages: readonly OwnMessage[]): string[] {
  return messages
    .filter(({ from, readAt }) => from === 'dispatcher' && readAt === null)
    .map(({ messageId }) => messageId);
}
