import { Module } from '@nestjs/common';
import { DriversModule } from '../drivers/drivers.module';
import { RedisModule } from '../redis/redis.module';
import { TrackersModule } from '../trackers/trackers.module';
import { DeliveryEraser } from './delivery-eraser';
import { DriverDataController } from './driver-data.controller';
import { DriverDataService } from './driver-data.service';
import { Retention } from './retention';
import { VendureErasureController } from './vendure-erasure.controller';

/** Personal data: retention, erasing at the request of Vendure, and the data of one driver. */
@Module({
  imports: [DriversModule, RedisModule, TrackersModule],
  controllers: [DriverDataController, VendureErasureController],
  providers: [DeliveryEraser, DriverDataService, Retention],
})
export class PersonalDataModule {}
