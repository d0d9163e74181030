import { DispatchError } from '@driver-dispatch/contract';
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { Logger } from '@vendure/core';
import type { Response } from 'express';
import { LOG_CONTEXT } from '../configuration/constants';

/** Replies with the contract's error body. Its code decides whether the engine resends. */
@Catch()
export class EventErrorFilter implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    const error =
      thrown instanceof DispatchError
        ? thrown
        : new DispatchError('internal', 'The event was not applied', { cause: thrown });
    if (error.code === 'internal') {
      const { message, stack } = thrown as Error;
      Logger.error(`Event not applied: ${message}`, LOG_CONTEXT, stack);
    }
    host.switchToHttp().getResponse<Response>().status(error.status).json(error.toBody());
  }
}
