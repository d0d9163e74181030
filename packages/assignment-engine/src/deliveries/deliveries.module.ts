import { Module } from '@nestjs/common';
import { AssignmentModule } from '../assignment/assignment.module';
import { RedisModule } from '../redis/redis.module';
import { DeliveriesController } from './deliveries.controller';
import { DeliveriesService } from './deliveries.service';
import { DeliveryReaderService } from './delivery-reader.service';
import { DriverTaskService } from './driver-task.service';

/** Deliveries: acceptance, steps, timeline. */
@Module({
  imports: [AssignmentModule, RedisModule],
  controllers: [DeliveriesController],
  providers: [DeliveriesService, DeliveryReaderService, DriverTaskService],
  exports: [DeliveriesService, DriverTaskService],
})
export class DeliveriesModule {}
