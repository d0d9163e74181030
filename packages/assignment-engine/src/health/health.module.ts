import { Module } from '@nestjs/common';
import { RedisModule } from '../redis/redis.module';
import { HealthController } from './health.controller';
import { HealthService } from './health.service';
import { MetricsController } from './metrics.controller';
import { ScrapedMetrics } from './scraped-metrics';

/** State of the engine for monitoring: `/health` and `/metrics`. */
@Module({
  imports: [RedisModule],
  controllers: [HealthController, MetricsController],
  providers: [HealthService, ScrapedMetrics],
})
export class HealthModule {}
