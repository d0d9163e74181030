import {
  driverUnavailable,
  greatCircleDistance,
  notFound,
  unmetRequirement,
  type DriverUnavailableReason,
  type Requirements,
} from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import type { DeliveryEntity } from '../database/delivery.entity';
import { DriverEntity } from '../database/driver.entity';
import type { Candidate } from './candidate';
import { startSearch, type Search } from './search';

/** Seconds by which the clock of this process may differ from the database's. */
const CLOCK_SECONDS = 5;

/** Checks the driver whom an operator chose for a manual assignment or a reassignment. */
@Injectable()
export class ChosenDriverService {
  constructor(@Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration) {}

  /**
   * The candidate for a driver chosen by an operator. These checks only find the reason for an error. The SQL statement
   * that claims the driver checks again and decides.
   *
   * @throws DispatchError `not_found`, `driver_unavailable` with the reason
   */
  async candidateFor(
    { channelId, pickup, requirements }: DeliveryEntity,
    driverId: string,
    manager: EntityManager,
  ): Promise<Candidate> {
    const driver = await manager.findOneBy(DriverEntity, { id: driverId });
    if (!driver) {
      throw notFound('driver', driverId);
    }
    const reason = this.ineligibilityReason(driver, channelId) ?? unmetBy(driver, requirements);
    if (reason) {
      throw driverUnavailable(driver, reason);
    }
    return {
      driverId,
      distanceMetres: greatCircleDistance({ lat: driver.lat!, lon: driver.lon! }, pickup!.point),
      idleSince: driver.statusSince.getTime(),
    };
  }

  private ineligibilityReason(driver: DriverEntity, channelId: string): DriverUnavailableReason | undefined {
    const silentSeconds = (Date.now() - (driver.seenAt?.getTime() ?? 0)) / 1000;
    const reasons: [boolean, DriverUnavailableReason][] = [
      [!driver.active, 'deactivated'],
      [driver.status === 'BUSY', 'busy'],
      [driver.status === 'OFFLINE', 'offline'],
      [driver.lat === null, 'no_location'],
      [silentSeconds > this.configuration.heartbeat.ttlSeconds + CLOCK_SECONDS, 'no_heartbeat'],
      [!serves(driver, channelId), 'other_channel'],
    ];
    return reasons.find(([applies]) => applies)?.[1];
  }
}

function serves({ channels }: DriverEntity, channelId: string): boolean {
  return channels !== null && (channels.length === 0 || channels.includes(channelId));
}

function unmetBy(driver: DriverEntity, requirements: Requirements | null) {
  const { vehicle, tags, loadCapacityGrams } = driver;
  return unmetRequirement({ vehicleKind: vehicle?.kind ?? null, tags, loadCapacityGrams }, requirements);
}

/** A search whose only candidate is the driver chosen by an operator. */
export function toManualSearch(delivery: DeliveryEntity, candidate: Candidate, operator: string): Search {
  const { id, submissionKey, channelId, pickup, searchRadiusMetres, requirements } = delivery;
  const waiting = { id, submissionKey, channelId, requirements, point: pickup!.point };
  return {
    ...startSearch({ ...waiting, searchRadiusMetres: searchRadiusMetres! }),
    source: 'OPERATOR',
    operator,
    candidates: [candidate],
  };
}
