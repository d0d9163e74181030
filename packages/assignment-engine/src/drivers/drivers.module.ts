import { Module } from '@nestjs/common';
import { AssignmentModule } from '../assignment/assignment.module';
import { RedisModule } from '../redis/redis.module';
import { DriverAppController } from './driver-app.controller';
import { DriverReaderService } from './driver-reader.service';
import { DriverReplyService } from './driver-reply.service';
import { DriversController } from './drivers.controller';
import { DriversService } from './drivers.service';
import { FleetController } from './fleet.controller';
import { HeartbeatMonitor } from './heartbeat-monitor';
import { LocationBuffer } from './location-buffer';
import { LocationService } from './location.service';
import { ReceivedMessages } from './received-messages';

/** Drivers: registration, status, locations, heartbeats. */
@Module({
  imports: [AssignmentModule, RedisModule],
  controllers: [DriverAppController, DriversController, FleetController],
  providers: [
    DriverReaderService,
    DriverReplyService,
    DriversService,
    HeartbeatMonitor,
    LocationBuffer,
    LocationService,
    ReceivedMessages,
  ],
  exports: [DriverReaderService, DriversService, HeartbeatMonitor, LocationService, ReceivedMessages],
})
export class DriversModule {}
