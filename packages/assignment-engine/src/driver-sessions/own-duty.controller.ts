import * as contract from '@driver-dispatch/contract';
import { Controller, Delete, Get, Header, HttpCode, Post, Put, Req, UseGuards } from '@nestjs/common';
import { DriversService } from '../drivers/drivers.service';
import { LocationService } from '../drivers/location.service';
import { ValidBody } from '../http/message.pipe';
import { DriverSelfService } from './driver-self.service';
import { DriverSessionsService } from './driver-sessions.service';
import { actedAt, SessionActions } from './session-actions';
import { Session, SessionGuard, type SessionRequest } from './session.guard';
import type { CurrentSession } from './session-lookup';

/** The locations are validated one by one. */
const locationsSchema = contract.sessionLocationsSchema.extend({
  locations: contract.locationBatchSchema.shape.locations.max(contract.MAX_LOCATIONS_PER_SESSION_REQUEST),
});

/** Requests of a session about its own driver: status, locations, sign-out. */
@Controller(contract.DRIVER_SESSION_PATH)
@UseGuards(SessionGuard)
export class OwnDutyController {
  constructor(
    private readonly drivers: DriversService,
    private readonly locations: LocationService,
    private readonly sessions: DriverSessionsService,
    private readonly selves: DriverSelfService,
    private readonly actions: SessionActions,
  ) {}

  @Get('me')
  @Header('cache-control', 'no-store')
  me(@Session() { sessionId }: CurrentSession) {
    return this.selves.get(sessionId);
  }

  /**
   * AVAILABLE that the device sends too late has no effect, as a signed request that is too old. OFFLINE runs again for a
   * repeated request: it has an effect only if a crash prevented the first one.
   */
  @Put('duty')
  async setDuty(
    @ValidBody(contract.setDutySchema) { ageSeconds = 0, ...duty }: contract.SetDuty,
    @Session() { driverId, sessionId }: CurrentSession,
    @Req() request: SessionRequest,
  ) {
    const isOffline = duty.status === 'OFFLINE';
    if (isOffline || ageSeconds <= contract.TIMESTAMP_TOLERANCE_SECONDS) {
      const message = { type: 'driver.set_status' as const, driverId, ...duty };
      const setStatus = async () => {
        await this.drivers.setStatus(message, actedAt(ageSeconds), true);
        return true;
      };
      const isApplied = await this.actions.applyOnce(request, setStatus);
      if (!isApplied && isOffline) {
        await setStatus();
      }
    }
    return this.selves.get(sessionId);
  }

  @Post('locations')
  @HttpCode(202)
  reportLocations(
    @ValidBody(locationsSchema) { locations }: { locations: unknown[] },
    @Session() { driverId }: CurrentSession,
  ) {
    return this.locations.reportOwn(driverId, locations);
  }

  @Delete('sessions/current')
  @HttpCode(204)
  async signOut(@Session() { driverId, sessionId }: CurrentSession) {
    await this.sessions.revoke(driverId, sessionId);
  }
}
