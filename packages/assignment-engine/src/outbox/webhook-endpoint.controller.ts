import { Controller, Get, HttpCode, Post, UseGuards } from '@nestjs/common';
import { OperatorGuard } from '../http/operator.guard';
import { WebhookEndpointService } from './webhook-endpoint.service';

/** State of Vendure's webhook endpoint, and its resumption after a stop. */
@Controller('/v1/webhook-endpoint')
@UseGuards(OperatorGuard)
export class WebhookEndpointController {
  constructor(private readonly endpoint: WebhookEndpointService) {}

  @Get()
  read() {
    return this.endpoint.read();
  }

  @Post('resume')
  @HttpCode(200)
  resume() {
    return this.endpoint.resume();
  }
}
