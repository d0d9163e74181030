import { Module } from '@nestjs/common';
import { RedisModule } from '../redis/redis.module';
import { PushSender } from './push-sender';
import { PushSubscriptionsService } from './push-subscriptions.service';
import { PushService } from './push.service';

/** Push notifications to the devices of drivers. */
@Module({
  imports: [RedisModule],
  providers: [PushSender, PushService, PushSubscriptionsService],
  exports: [PushSender, PushService, PushSubscriptionsService],
})
export class PushModule {}
