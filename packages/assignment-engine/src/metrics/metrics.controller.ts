import { Controller, Get, Header, UseGuards } from '@nestjs/common';
import { Registry } from 'prom-client';
import { OperatorGuard } from '../security/operator.guard';
import { ScrapedMetrics } from './scraped-metrics';

/** Metrics for Prometheus, which sends an operator's key as bearer token. */
@Controller('/metrics')
@UseGuards(OperatorGuard)
export class MetricsController {
  constructor(private readonly metrics: ScrapedMetrics) {}

  @Get()
  @Header('content-type', Registry.PROMETHEUS_CONTENT_TYPE)
  scrape(): Promise<string> {
    return this.metrics.render();
  }
}
