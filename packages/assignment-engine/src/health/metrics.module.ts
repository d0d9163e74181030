import { Module } from '@nestjs/common';
import { RedisModule } from '../redis/redis.module';
import { MetricsController } from './metrics.controller';
import { ScrapedMetrics } from './scraped-metrics';

/** The engine's metrics. */
@Module({
  imports: [RedisModule],
  controllers: [MetricsController],
  providers: [ScrapedMetrics],
})
export class MetricsModule {}
