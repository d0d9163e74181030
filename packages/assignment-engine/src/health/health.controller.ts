import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { HealthService } from './health.service';

/** Open to all, as orchestrators ask without a key; tells states only. */
@Controller('/health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  /** The whole and its parts; 503 only without PostgreSQL. */
  @Get()
  async report(@Res({ passthrough: true }) reply: FastifyReply) {
    const report = await this.health.report();
    void reply.status(report.status === 'down' ? 503 : 200);
    return report;
  }

  /** The process is alive: a failure here is worth a restart. */
  @Get('live')
  live() {
    return { status: 'up' };
  }

  /** The process can take requests: a failure here is worth waiting. */
  @Get('ready')
  ready(@Res({ passthrough: true }) reply: FastifyReply) {
    return this.report(reply);
  }
}
