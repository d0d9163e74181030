import type { ServerResponse } from 'node:http';
import { DispatchError } from '@driver-dispatch/contract';
import { Logger } from '@vendure/core';
import { LOG_CONTEXT } from '../configuration/constants';

/** Replies with the contract's error body. */
export function rejectRequest(response: ServerResponse, thrown: unknown): void {
  const error =
    thrown instanceof DispatchError
      ? thrown
      : new DispatchError('internal', 'The request was not processed', { cause: thrown });
  if (error.code === 'internal') {
    const { message, stack } = thrown as Error;
    Logger.error(`Request not processed: ${message}`, LOG_CONTEXT, stack);
  }
  const retryAfter = error.retryAfterSeconds;
  response.writeHead(error.status, {
    'content-type': 'application/json',
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
  });
  response.end(JSON.stringify(error.toBody()));
}
