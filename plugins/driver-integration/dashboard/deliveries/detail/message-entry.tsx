import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button, PermissionGuard } from '@vendure/dashboard';
import { TimeOfDay } from '../../display/time-of-day';
import { useDeliveryMutations } from '../actions/use-delivery-mutations';
import type { DeliveryDetail, DeliveryMessage } from './delivery-detail-document';

interface MessageEntryProps {
  delivery: DeliveryDetail;
  message: DeliveryMessage;
}

/** Direction of a message, with the driver's name if the delivery has it. */
export function MessageTitle({ delivery, message: { driverId, operator } }: Readonly<MessageEntryProps>) {
  const { t } = useLingui();
  const assignment = delivery.engine.assignments.find((each) => each.driverId === driverId);
  const driver = assignment?.driverName ?? driverId;
  return operator === null ? t`Message from ${driver}` : t`Message to ${driver}`;
}

export function MessageText({ message: { text } }: Readonly<Pick<MessageEntryProps, 'message'>>) {
  return (
    <p className="text-sm whitespace-pre-line wrap-anywhere">
      {text ?? (
        <span className="text-muted-foreground">
          <Trans>The message was erased</Trans>
        </span>
      )}
    </p>
  );
}

/** The dispatcher who wrote a message, and its read receipt. An unread message of the driver can be marked as read. */
export function MessageState({ delivery, message }: Readonly<MessageEntryProps>) {
  const { t } = useLingui();
  const { markMessagesRead } = useDeliveryMutations(delivery);
  const { messageId, operator, readAt, readBy } = message;
  if (operator === null && readAt === null) {
    return (
      <>
        <Badge variant="warning">
          <Trans>Unread</Trans>
        </Badge>
        <PermissionGuard requires="WriteDriverDelivery">
          <Button
            type="button"
            variant="outline"
            size="sm"
            disabled={markMessagesRead.isPending}
            onClick={() => markMessagesRead.mutate([messageId])}
          >
            <Trans>Mark as read</Trans>
          </Button>
        </PermissionGuard>
      </>
    );
  }
  return (
    <>
      {operator !== null && <span>{t`by ${operator}`}</span>}
      <ReadReceipt readAt={readAt} readBy={readBy} />
    </>
  );
}

function ReadReceipt({ readAt, readBy }: Readonly<Pick<DeliveryMessage, 'readAt' | 'readBy'>>) {
  if (readAt === null) {
    return (
      <span>
        <Trans>Not read yet</Trans>
      </span>
    );
  }
  return (
    <span>
      {readBy === null ? (
        <Trans>
          Read at <TimeOfDay at={readAt} />
        </Trans>
      ) : (
        <Trans>
          Read by {readBy} at <TimeOfDay at={readAt} />
        </Trans>
      )}
    </span>
  );
}
