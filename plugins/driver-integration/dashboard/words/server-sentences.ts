/**
 * What the server says in English and people may get to see, each with names for what varies. A sentence within one
 * comes after those that say more.
 */
export const SERVER_SENTENCES = [
  // Why a delivery does not go on.
  /* i18n */ 'No driver has been in reach for too long',
  /* i18n */ 'The shipping address has no coordinates and was not found',
  /* i18n */ 'Stock location "{name}" has no coordinates',
  /* i18n */ 'Stock location "{name}" makes no pickup: {detail}',
  /* i18n */ 'Order "{order}" has no allocated stock, and channel "{channel}" has no stock location with coordinates',
  /* i18n */ 'The engine does not know this delivery any more',
  /* i18n */ 'The engine has lost what it told of this delivery',
  /* i18n */ 'The engine has this delivery in another state',
  /* i18n */ 'The engine has another order under the submission key of this delivery',
  /* i18n */ 'The engine has an earlier version of this order, and delivers that',
  /* i18n */ "The delivery can't be cancelled: {detail}",
  /* i18n */ 'The order does not follow: {detail}',

  // Why something can't be done about it.
  /* i18n */ "This shop's orders become ready in another way, or this one is cancelled",
  /* i18n */ 'This delivery is ready already',
  /* i18n */ 'This delivery is being cancelled',
  /* i18n */ 'The order is not ready yet',
  /* i18n */ 'The order is cancelled',
  /* i18n */ 'This order was sent out once more already',
  /* i18n */ "A {state} delivery can't be cancelled",
  /* i18n */ "A {state} delivery can't become {wanted}",
  /* i18n */ 'A {state} delivery goes on by itself',
  /* i18n */ 'A reason is required',
  /* i18n */ 'A {state} delivery does not wait for a driver',
  /* i18n */ 'A {state} delivery is not moved to another driver',
  /* i18n */ 'This delivery has another driver by now',
  /* i18n */ 'This shop moves no delivery to another driver',
  /* i18n */ 'This engine moves no delivery to another driver',
  /* i18n */ 'The drop-off stands: this delivery is handed over, under way or cancelled',
  /* i18n */ 'The engine does not have this delivery yet',
  /* i18n */ 'The engine does not have this delivery',

  // Drivers.
  /* i18n */ 'Driver {driver} is being assigned or located at this moment',
  /* i18n */ 'Driver {driver} is deactivated',
  /* i18n */ 'Driver {driver} is {state}',
  /* i18n */ 'Driver {driver} has told no location',
  /* i18n */ 'Driver {driver} has not been heard of for too long',
  /* i18n */ 'Driver {driver} does not serve this channel',
  /* i18n */ "A {state} driver can't become {wanted}",
  /* i18n */ 'There is a driver {driver}',
  /* i18n */ 'This driver serves other channels too, and is changed from the default channel',
  /* i18n */ 'A driver of this channel serves this channel only',
  /* i18n */ 'No driver {driver}',

  // The engine.
  /* i18n */ "The shop has no operator's key for the engine: keys.operate of httpEngine",
  /* i18n */ "The engine can't be asked: {detail}",
  /* i18n */ 'No connection to {host}',
  /* i18n */ 'No answer within {time} ms',
  /* i18n */ 'The receiver answered {status}',
  /* i18n */ 'The database does not answer',
  /* i18n */ 'Something went wrong',
  /* i18n */ 'Too many requests with this key',
  /* i18n */ 'No delivery has the submission key {key}',
  /* i18n */ 'Submission key {key} is that of another order',
  /* i18n */ 'Submission key {key} was accepted with other contents',
  /* i18n */ 'Another event has sequence {sequence}',
  /* i18n */ 'Only the default channel replays all dead letters at once',
  /* i18n */ 'No dead letter {event}',
  /* i18n */ 'No delivery {delivery}',
] as const;
