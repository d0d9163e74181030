import { Trans } from '@lingui/react/macro';
import { Button, Label, Textarea } from '@vendure/dashboard';
import { useId, useState, type FormEvent } from 'react';
import { useDeliveryMutations } from '../actions/use-delivery-mutations';

/** Sends a message to the driver of a delivery. The driver's app shows it within a second. */
export function MessageForm({ delivery }: Readonly<{ delivery: { id: string } }>) {
  const id = useId();
  const [text, setText] = useState('');
  const { sendMessage } = useDeliveryMutations(delivery);
  const send = (event: FormEvent) => {
    event.preventDefault();
    sendMessage.mutate(text, { onSuccess: () => setText('') });
  };
  return (
    <form className="mt-4 space-y-2" onSubmit={send}>
      <Label htmlFor={id}>
        <Trans>Message to the driver</Trans>
      </Label>
      <Textarea id={id} maxLength={500} value={text} onChange={({ target }) => setText(target.value)} />
      <Button
        type="submit"
        variant="outline"
        size="sm"
        disabled={sendMessage.isPending || text.trim() === ''}
      >
        <Trans>Send message</Trans>
      </Button>
    </form>
  );
}
