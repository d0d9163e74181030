import { Module } from '@nestjs/common';
import { AssignmentModule } from '../assignment/assignment.module';
import { DriversModule } from '../drivers/drivers.module';
import { PushModule } from '../push/push.module';
import { DeliveriesController } from './deliveries.controller';
import { DeliveriesService } from './deliveries.service';
import { DeliveryMessagesService } from './delivery-messages.service';
import { DeliveryOperationsService } from './delivery-operations.service';
import { DeliveryPinService } from './delivery-pin.service';
import { DeliveryReaderService } from './delivery-reader.service';
import { DriverStepsController } from './driver-steps.controller';
import { ProgressMonitor } from './progress-monitor';

/** Deliveries: steps, timeline, actions of operators, alerts without progress. */
@Module({
  imports: [AssignmentModule, DriversModule, PushModule],
  controllers: [DeliveriesController, DriverStepsController],
  providers: [
    DeliveriesService,
    DeliveryMessagesService,
    DeliveryOperationsService,
    DeliveryPinService,
    DeliveryReaderService,
    ProgressMonitor,
  ],
  exports: [DeliveriesService, DeliveryMessagesService],
})
export class DeliveriesModule {}
