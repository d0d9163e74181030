import { z } from 'zod';
import { idSchema, textSchema, timeSchema } from './scalars';

/** Maximum length of a message between dispatcher and driver, in characters. */
export const MAX_MESSAGE_LENGTH = 500;

/** Maximum number of messages that a driver sees of the current delivery: the newest. */
export const MAX_OWN_MESSAGES = 50;

const messageTextSchema = textSchema(MAX_MESSAGE_LENGTH);
const messageIdsSchema = z.array(z.uuid()).min(1).max(MAX_OWN_MESSAGES);
const readAtSchema = timeSchema.nullable().meta({ description: 'When the other side has read it' });

/** A message about the current delivery, as its driver sees it. */
export const ownMessageSchema = z
  .object({
    messageId: idSchema,
    from: z.enum(['dispatcher', 'driver']),
    text: z.string(),
    sentAt: timeSchema,
    readAt: readAtSchema,
  })
  .meta({ id: 'OwnMessage' });

/**
 * `POST /v1/driver/deliveries/:id/messages`: sends a message to the dispatchers, while the delivery is the driver's. The
 * device chooses the id, so that a repeated request sends no second message. The reply is an OwnMessage.
 */
export const sendOwnMessageSchema = z
  .object({ messageId: z.uuid(), text: messageTextSchema })
  .meta({ id: 'SendOwnMessage' });

/** `POST /v1/driver/deliveries/:id/messages/read`: the driver has read these messages of the dispatchers. */
export const readOwnMessagesSchema = z
  .object({ messageIds: messageIdsSchema })
  .meta({ id: 'ReadOwnMessages' });

/** A message between the dispatchers and a driver of a delivery, in the operator API. */
export const deliveryMessageSchema = z
  .object({
    messageId: idSchema,
    driverId: idSchema.meta({ description: 'Driver who wrote or received it' }),
    operator: z
      .string()
      .nullable()
      .meta({ description: 'Dispatcher who wrote it; null for a message of the driver' }),
    text: z.string().nullable().meta({ description: 'null after it was erased' }),
    sentAt: timeSchema,
    readAt: readAtSchema,
    readBy: z
      .string()
      .nullable()
      .meta({ description: 'Dispatcher who read it; null for a message to the driver' }),
  })
  .meta({ id: 'DeliveryMessage' });

/** `POST /v1/deliveries/:id/messages` (operators): a dispatcher sends a message to the driver of a delivery. */
export const sendMessageSchema = z
  .object({
    text: messageTextSchema,
    operator: textSchema(200).meta({
      description: 'Dispatcher who writes; recorded, not shown to the driver',
    }),
  })
  .meta({ id: 'SendMessage' });

/** `POST /v1/deliveries/:id/messages/read` (operators): a dispatcher has read these messages of the driver. */
export const readMessagesSchema = z
  .object({
    messageIds: messageIdsSchema,
    operator: textSchema(200).meta({ description: 'Dispatcher who reads; recorded' }),
  })
  .meta({ id: 'ReadMessages' });

/** Number of messages that were unread. */
export const readMessagesReplySchema = z.object({ read: z.int().min(0) }).meta({ id: 'ReadMessagesReply' });

export type OwnMessage = z.infer<typeof ownMessageSchema>;
export type SendOwnMessage = z.infer<typeof sendOwnMessageSchema>;
export type ReadOwnMessages = z.infer<typeof readOwnMessagesSchema>;
export type DeliveryMessage = z.infer<typeof deliveryMessageSchema>;
export type SendMessage = z.infer<typeof sendMessageSchema>;
export type ReadMessages = z.infer<typeof readMessagesSchema>;
export type ReadMessagesReply = z.infer<typeof readMessagesReplySchema>;
