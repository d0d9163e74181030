import { DispatchError, type ErrorCode } from '@driver-dispatch/contract';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { asDispatchError } from '../database/database-error';
import type { EngineLogger } from '../observability/create-logger';
import { describeError } from '../observability/describe-error';
import { noSuchRoute } from './no-such-route';

/** Default `Retry-After` in seconds. */
const RETRY_AFTER_SECONDS = 2;

/** Statuses with a `Retry-After` header. */
const RETRYABLE_STATUSES = new Set([429, 503]);

const CODES: Record<number, ErrorCode> = {
  400: 'invalid_message',
  404: 'not_found',
  413: 'payload_too_large',
  415: 'invalid_message',
};

/** Answers every error with its error code. Internal details are only logged. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly logger: EngineLogger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const error = toDispatchError(thrown);
    if (error.status >= 500) {
      this.logger.log(error.code === 'internal' ? 'error' : 'warn', 'Request failed', {
        error: describeError(error),
      });
    }
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const retryAfter =
      error.retryAfterSeconds ?? (RETRYABLE_STATUSES.has(error.status) ? RETRY_AFTER_SECONDS : undefined);
    if (retryAfter !== undefined) {
      void reply.header('retry-after', String(retryAfter));
    }
    void reply.status(error.status).send(error.toBody());
  }
}

function toDispatchError(thrown: unknown): DispatchError {
  // Fastify's own errors have a status but are not HttpExceptions.
  const status = thrown instanceof HttpException ? thrown.getStatus() : toHttpStatus(thrown);
  const code = status === undefined ? undefined : CODES[status];
  if (code === 'not_found') {
    return noSuchRoute();
  }
  return code && thrown instanceof Error ? new DispatchError(code, thrown.message) : asDispatchError(thrown);
}

function toHttpStatus(thrown: unknown): number | undefined {
  const { statusCode } = (thrown ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : undefined;
}
