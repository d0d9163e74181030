import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { rejectRequest } from './reject-request';

/** Replies with the contract's error body. Its code decides whether the engine resends. */
@Catch()
export class EventErrorFilter implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    rejectRequest(host.switchToHttp().getResponse<Response>(), thrown);
  }
}
