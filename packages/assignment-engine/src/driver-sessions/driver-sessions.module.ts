import { Module } from '@nestjs/common';
import { AssignmentModule } from '../assignment/assignment.module';
import { DeliveriesModule } from '../deliveries/deliveries.module';
import { DriversModule } from '../drivers/drivers.module';
import { PushModule } from '../push/push.module';
import { CreateSessionController } from './create-session.controller';
import { DriverEventsController } from './driver-events.controller';
import { DriverEventsService } from './driver-events.service';
import { DriverSelfService } from './driver-self.service';
import { DriverSessionsController } from './driver-sessions.controller';
import { DriverSessionsService } from './driver-sessions.service';
import { OwnDeliveriesController } from './own-deliveries.controller';
import { OwnDeliveriesService } from './own-deliveries.service';
import { OwnDutyController } from './own-duty.controller';
import { OwnOffersController } from './own-offers.controller';
import { OwnPushController } from './own-push.controller';
import { ProofPermitsService } from './proof-permits.service';
import { ReportingSessions } from './reporting-sessions';
import { SessionActions } from './session-actions';
import { SessionLookup } from './session-lookup';
import { SignInController } from './sign-in.controller';

/** Signed-in devices of drivers: invitations, sessions, and the requests of a session about its own driver. */
@Module({
  imports: [AssignmentModule, DriversModule, DeliveriesModule, PushModule],
  controllers: [
    CreateSessionController,
    DriverEventsController,
    DriverSessionsController,
    OwnDeliveriesController,
    OwnDutyController,
    OwnOffersController,
    OwnPushController,
    SignInController,
  ],
  providers: [
    DriverEventsService,
    DriverSelfService,
    DriverSessionsService,
    OwnDeliveriesService,
    ProofPermitsService,
    ReportingSessions,
    SessionActions,
    SessionLookup,
  ],
  exports: [DriverSessionsService, ReportingSessions, SessionLookup],
})
export class DriverSessionsModule {}
