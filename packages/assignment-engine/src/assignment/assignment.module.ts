import { Module } from '@nestjs/common';
import { RedisModule } from '../redis/redis.module';
import { OutboxModule } from '../outbox/outbox.module';
import { AssignmentSweeper } from './assignment-sweeper';
import { ManualAssignmentService } from './manual-assignment.service';
import { AssignmentService } from './assignment.service';
import { CandidateFinder } from './candidate-finder';
import { ChosenDriverService } from './chosen-driver.service';
import { DriverClaims } from './driver-claims';
import { PostgresCandidateSource } from './postgres-candidate-source';
import { ReassignmentService } from './reassignment.service';
import { RedisCandidateSource } from './redis-candidate-source';
import { RefusedDriverService } from './refused-driver.service';
import { WaitingDeliveriesService } from './waiting-deliveries.service';

/** Assigns drivers to waiting deliveries. */
@Module({
  imports: [RedisModule, OutboxModule],
  providers: [
    ManualAssignmentService,
    AssignmentService,
    AssignmentSweeper,
    CandidateFinder,
    ChosenDriverService,
    DriverClaims,
    PostgresCandidateSource,
    ReassignmentService,
    RedisCandidateSource,
    RefusedDriverService,
    WaitingDeliveriesService,
  ],
  exports: [ManualAssignmentService, AssignmentService, ReassignmentService, WaitingDeliveriesService],
})
export class AssignmentModule {}
