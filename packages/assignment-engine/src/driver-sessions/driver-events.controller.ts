import { DRIVER_SESSION_PATH } from '@driver-dispatch/contract';
import { Controller, Get, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DriverEventsService } from './driver-events.service';
import { DriverSelfService } from './driver-self.service';
import { SessionGuard, type SessionRequest } from './session.guard';

const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  // At its shutdown the server does not wait for the client to close the connection.
  connection: 'close',
  // nginx would collect events in its buffer.
  'x-accel-buffering': 'no',
};

/** The stream of a driver's own state as server-sent events. */
@Controller(DRIVER_SESSION_PATH)
@UseGuards(SessionGuard)
export class DriverEventsController {
  constructor(
    private readonly events: DriverEventsService,
    private readonly selves: DriverSelfService,
  ) {}

  @Get('events')
  async open(@Req() request: SessionRequest, @Res() reply: FastifyReply): Promise<void> {
    const self = await this.selves.get(request.driverSession.sessionId);
    if (request.method === 'HEAD') {
      await reply.headers(HEADERS).send();
      return;
    }
    reply.hijack();
    reply.raw.writeHead(200, { ...reply.getHeaders(), ...HEADERS } as Record<string, string>);
    this.events.open(self, reply.raw);
  }
}
