import { Module } from '@nestjs/common';
import { RedisModule } from '../redis/redis.module';
import { RelayModule } from '../webhooks/relay.module';
import { HealthController } from './health.controller';
import { HealthService } from './health.service';

@Module({
  imports: [RedisModule, RelayModule],
  controllers: [HealthController],
  providers: [HealthService],
})
export class HealthModule {}
