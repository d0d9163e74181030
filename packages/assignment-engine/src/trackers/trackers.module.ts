import { Module } from '@nestjs/common';
import { DriverSessionsModule } from '../driver-sessions/driver-sessions.module';
import { DriversModule } from '../drivers/drivers.module';
import { OwnTrackerSecretsController } from './own-tracker-secrets.controller';
import { TrackController } from './track.controller';
import { TrackerLookup } from './tracker-lookup';
import { TrackerSecretsController } from './tracker-secrets.controller';
import { TrackerSecretsService } from './tracker-secrets.service';
import { TrackerService } from './tracker.service';

/** Locations from tracking apps: Traccar Client and OwnTracks. */
@Module({
  imports: [DriversModule, DriverSessionsModule],
  controllers: [OwnTrackerSecretsController, TrackController, TrackerSecretsController],
  providers: [TrackerLookup, TrackerSecretsService, TrackerService],
  exports: [TrackerSecretsService],
})
export class TrackersModule {}
