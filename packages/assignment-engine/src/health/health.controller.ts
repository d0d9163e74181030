import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { HealthService } from './health.service';

/** Health checks. They need no key, as orchestrators have none, and only return states. */
@Controller('/health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  /** The overall status and that of each component; 503 only without PostgreSQL. */
  @Get()
  async report(@Res({ passthrough: true }) reply: FastifyReply) {
    const report = await this.health.report();
    void reply.status(report.status === 'down' ? 503 : 200);
    return report;
  }

  /** Liveness: a failure requires a restart. */
  @Get('live')
  live() {
    return { status: 'up' };
  }

  /** Readiness: after a failure no requests should be sent until it succeeds. */
  @Get('ready')
  ready(@Res({ passthrough: true }) reply: FastifyReply) {
    return this.report(reply);
  }
}
