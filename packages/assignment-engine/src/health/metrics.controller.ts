import { Controller, Get, Header, UseGuards } from '@nestjs/common';
import { Registry } from 'prom-client';
import { MetricsGuard } from '../http/operator.guard';
import { ScrapedMetrics } from './scraped-metrics';

/** Metrics for Prometheus, with a key of `keys.metrics` as bearer token. */
@Controller('/metrics')
@UseGuards(MetricsGuard)
export class MetricsController {
  constructor(private readonly metrics: ScrapedMetrics) {}

  @Get()
  @Header('content-type', Registry.PROMETHEUS_CONTENT_TYPE)
  scrape(): Promise<string> {
    return this.metrics.render();
  }
}
