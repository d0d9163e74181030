import { Controller, Get, HttpCode, Post, UseGuards } from '@nestjs/common';
import { OperatorGuard } from '../security/operator.guard';
import { WebhookEndpointService } from './webhook-endpoint.service';

/** How Vendure's webhook does, and the way back once it was stopped. */
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
