import { setTimeout as sleep } from 'node:timers/promises';
import { DispatchError, greatCircleDistance, type AssignByHand } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import { DeliveryEntity } from '../deliveries/delivery.entity';
import { DriverEntity } from '../drivers/driver.entity';
import type { Candidate } from './candidate';
import { DriverClaims } from './driver-claims';
import { startSearch, type Search } from './search';

/** How often, and after how many ms, a pair is claimed again whose rows were only locked for a moment. */
const TRIES = 6;
const PAUSE_MS = 25;

/** Gives a waiting delivery a driver whom a person has chosen. */
@Injectable()
export class AssignmentByHandService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly claims: DriverClaims,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /**
   * The claim decides, by the same statement as every other; what is asked before it only gives a reason.
   *
   * @returns whether the delivery was this driver's before
   * @throws DispatchError `not_found`, `illegal_transition` when the delivery does not wait, `driver_unavailable`
   */
  async assign(deliveryId: string, { driverId, operator }: AssignByHand): Promise<{ duplicate: boolean }> {
    for (let tries = 1; ; tries++) {
      const delivery = await this.delivery(deliveryId);
      if (delivery.state === 'ASSIGNED' && delivery.driverId === driverId) {
        return { duplicate: tries === 1 };
      }
      const driver = await this.driver(driverId);
      this.judge(delivery, driver);
      const candidate = {
        driverId,
        distanceMetres: greatCircleDistance({ lat: driver.lat!, lon: driver.lon! }, delivery.pickup!.point),
        idleSince: driver.statusSince.getTime(),
      };
      if (await this.claims.claimChosen(searchOf(delivery, candidate, operator), candidate)) {
        return { duplicate: false };
      }
      if (tries === TRIES) {
        throw unavailable(driverId, 'is being assigned or located at this moment');
      }
      await sleep(PAUSE_MS);
    }
  }

  private judge({ state, channelId }: DeliveryEntity, driver: DriverEntity): void {
    if (state !== 'PENDING') {
      throw new DispatchError('illegal_transition', `A ${state} delivery does not wait for a driver`, {
        details: { state },
      });
    }
    const silentSeconds = (Date.now() - (driver.seenAt?.getTime() ?? 0)) / 1000;
    const reasons: [boolean, string][] = [
      [!driver.active, 'is deactivated'],
      [driver.status !== 'AVAILABLE', `is ${driver.status}`],
      [driver.lat === null, 'has told no location'],
      // By this process' clock, which may differ from the database's by a little: the claim knows better.
      [silentSeconds > this.configuration.heartbeat.ttlSeconds + 5, 'has not been heard of for too long'],
      [driver.channels.length > 0 && !driver.channels.includes(channelId), 'does not serve this channel'],
    ];
    const reason = reasons.find(([holds]) => holds);
    if (reason) {
      throw unavailable(driver.id, reason[1]);
    }
  }

  private async delivery(id: string): Promise<DeliveryEntity> {
    const delivery = await this.dataSource.manager.findOneBy(DeliveryEntity, { id });
    if (!delivery) {
      throw new DispatchError('not_found', `No delivery ${id}`);
    }
    return delivery;
  }

  private async driver(id: string): Promise<DriverEntity> {
    const driver = await this.dataSource.manager.findOneBy(DriverEntity, { id });
    if (!driver) {
      throw new DispatchError('not_found', `No driver ${id}`);
    }
    return driver;
  }
}

function searchOf(delivery: DeliveryEntity, candidate: Candidate, operator: string): Search {
  const { id, correlationId, channelId, pickup, searchRadiusMetres } = delivery;
  const waiting = { id, correlationId, channelId, point: pickup!.point };
  return {
    ...startSearch({ ...waiting, searchRadiusMetres: searchRadiusMetres! }),
    ...{ source: 'operator', operator, candidates: [candidate] },
  };
}

function unavailable(driverId: string, reason: string): DispatchError {
  return new DispatchError('driver_unavailable', `Driver ${driverId} ${reason}`, { details: { reason } });
}
