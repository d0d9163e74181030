import type { DriverTask } from '@driver-dispatch/contract/messages';
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState, type FormEvent, type ReactElement } from 'react';
import { conversation, findUnread, type ShownMessage } from '../delivery/conversation';
import { formatTime } from '../format/format';
import { ScreenFrame } from './screen-frame';
import { StepProblem } from './step-problem';
import { useAddStep } from './use-add-step';
import { useAppState, useSession } from './use-app';
import { hrefOf } from './use-screen';

/** Maximum length of a message, as in the contract. */
const MAX_LENGTH = 500;

/** The messages between the driver and the dispatchers about the current delivery. Displayed messages count as read. */
export function MessagesScreen({ task }: { task: DriverTask }): ReactElement {
  const session = useSession();
  const { self, steps, connection } = useAppState();
  const { addStep, problem } = useAddStep();
  const [text, setText] = useState('');
  const { deliveryId, orderCode } = task;
  const messages = self?.task?.deliveryId === deliveryId ? self.messages : [];
  const unread = findUnread(messages).join();
  useEffect(() => {
    if (unread !== '') {
      void session.readMessages(deliveryId, unread.split(','));
    }
  }, [session, deliveryId, unread, connection]);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const trimmed = text.trim();
    if (trimmed === '') {
      return;
    }
    if (await addStep({ delivery: { deliveryId, orderCode }, action: { kind: 'message', text: trimmed } })) {
      setText('');
    }
  };

  return (
    <ScreenFrame title={<Trans>Messages</Trans>}>
      <p className="facts">
        <Trans>Order {orderCode}</Trans>
      </p>
      <ol className="list" aria-live="polite">
        {conversation({ task: self?.task ?? null, messages }, steps).map((message) => (
          <MessageItem key={message.messageId} message={message} />
        ))}
      </ol>
      <form onSubmit={(event) => void send(event)}>
        <label>
          <Trans>Message to the dispatcher</Trans>
          <textarea value={text} maxLength={MAX_LENGTH} onChange={({ target }) => setText(target.value)} />
        </label>
        <StepProblem problem={problem} />
        <button type="submit" className="primary">
          <Trans>Send</Trans>
        </button>
      </form>
      <a className="link" href={hrefOf('home')}>
        <Trans>Back to the delivery</Trans>
      </a>
    </ScreenFrame>
  );
}

function MessageItem({ message: { from, text, sentAt, state } }: { message: ShownMessage }): ReactElement {
  const { i18n } = useLingui();
  return (
    <li>
      <span>
        {from === 'driver' ? <Trans>You</Trans> : <Trans>Dispatcher</Trans>},{' '}
        {formatTime(sentAt, i18n.locale)}
        {from === 'driver' && (
          <>
            , <SendState state={state} />
          </>
        )}
      </span>
      <p className="message-text">{text}</p>
    </li>
  );
}

function SendState({ state }: Pick<ShownMessage, 'state'>): ReactElement {
  switch (state) {
    case 'waiting':
      return <Trans>not sent yet</Trans>;
    case 'sent':
      return <Trans>sent</Trans>;
    case 'read':
      return <Trans>read</Trans>;
  }
}
