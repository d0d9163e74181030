import { Module } from '@nestjs/common';
import { OutboxModule } from '../outbox/outbox.module';
import { RedisModule } from '../redis/redis.module';
import { AssignmentSweeper } from './assignment-sweeper';
import { AssignmentService } from './assignment.service';
import { CandidateFinder } from './candidate-finder';
import { ChosenDriverService } from './chosen-driver.service';
import { ClaimRunner } from './claim-runner';
import { DriverClaims } from './driver-claims';
import { DriverReleaseService } from './driver-release.service';
import { ManualAssignmentService } from './manual-assignment.service';
import { OfferEndings } from './offer-endings';
import { OfferReaderService } from './offer-reader.service';
import { OffersController } from './offers.controller';
import { OffersService } from './offers.service';
import { PostgresCandidateSource } from './postgres-candidate-source';
import { ReassignmentService } from './reassignment.service';
import { RedisCandidateSource } from './redis-candidate-source';
import { RefusedDriverService } from './refused-driver.service';
import { WaitingDeliveriesService } from './waiting-deliveries.service';

/** Assigns waiting deliveries to drivers, or offers them. */
@Module({
  imports: [RedisModule, OutboxModule],
  controllers: [OffersController],
  providers: [
    ManualAssignmentService,
    AssignmentService,
    AssignmentSweeper,
    CandidateFinder,
    ChosenDriverService,
    ClaimRunner,
    DriverClaims,
    DriverReleaseService,
    OfferEndings,
    OfferReaderService,
    OffersService,
    PostgresCandidateSource,
    ReassignmentService,
    RedisCandidateSource,
    RefusedDriverService,
    WaitingDeliveriesService,
  ],
  exports: [
    AssignmentService,
    ClaimRunner,
    DriverReleaseService,
    ManualAssignmentService,
    OfferEndings,
    OfferReaderService,
    OffersService,
    ReassignmentService,
    WaitingDeliveriesService,
  ],
})
export class AssignmentModule {}
