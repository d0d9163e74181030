import { Module } from '@nestjs/common';
import { AvailabilityService } from './availability.service';
import { MissedWrites } from './missed-writes';
import { RedisConnection } from './redis-connection';
import { RedisReconciler } from './redis-reconciler';
import { RedisService } from './redis.service';

/** The availability index: geo search, heartbeats, repair. */
@Module({
  providers: [MissedWrites, RedisConnection, RedisService, RedisReconciler, AvailabilityService],
  exports: [RedisConnection, RedisService, RedisReconciler, AvailabilityService],
})
export class RedisModule {}
