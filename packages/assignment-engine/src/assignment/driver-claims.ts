import { Inject, Injectable } from '@nestjs/common';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import { indexedLocations, type Candidate } from './candidate';
import { ClaimRunner, isClaimed, type ClaimOutcome } from './claim-runner';
import type { Proposal } from './match-nearest';
import { claimParameters, NO_OFFERS } from './offer-rules';
import { getDecision, type Search } from './search';

/** Longer than any distance on Earth, in metres. */
const ANYWHERE_METRES = 20_100_000;

/** Claims drivers for waiting deliveries, by assignments or offers. */
@Injectable()
export class DriverClaims {
  private readonly offerParameters: unknown[];

  constructor(
    private readonly claims: ClaimRunner,
    @Inject(ENGINE_CONFIGURATION) configuration: EngineConfiguration,
  ) {
    this.offerParameters = claimParameters(configuration);
  }

  /**
   * Claims a driver chosen by an operator for a waiting delivery, at any distance and without an offer.
   *
   * @returns whether the claim succeeded
   */
  async claimChosen(search: Search, candidate: Candidate): Promise<boolean> {
    const proposals = [{ deliveryId: search.deliveryId, candidate }];
    return (await this.claim([search], proposals, ANYWHERE_METRES, NO_OFFERS)).length > 0;
  }

  /**
   * Claims the proposed drivers for waiting deliveries.
   *
   * @param lagMetres metres by which a driver may be farther away than the delivery's search radius
   * @returns ids of the deliveries whose claim succeeded
   */
  async claim(
    open: readonly Search[],
    proposals: readonly Proposal[],
    lagMetres?: number,
    offerParameters = this.offerParameters,
  ): Promise<string[]> {
    if (proposals.length === 0) {
      return [];
    }
    const searches = new Map(open.map((search) => [search.deliveryId, search]));
    const outcomes = await this.claims.run(
      'assignment/claim-drivers.sql',
      [
        proposals.map(({ deliveryId }) => deliveryId),
        proposals.map(({ candidate }) => candidate.driverId),
        proposals.map(({ candidate }) => candidate.distanceMetres),
        proposals.map(({ deliveryId }) => JSON.stringify(getDecision(searches.get(deliveryId)!))),
        ...this.claims.limits(lagMetres),
        ...indexedLocations(proposals.map(({ candidate }) => candidate)),
        this.claims.leaseFor(proposals.length),
        [],
        [],
        ...offerParameters,
      ],
      ({ deliveryId }) => searches.get(deliveryId)!.source,
    );
    return outcomes.filter(isClaimed).map(({ deliveryId }) => deliveryId);
  }

  /**
   * Finds and claims waiting deliveries for available drivers, oldest delivery first.
   *
   * @param excluded deliveries to skip
   * @returns the drivers who have a delivery or an offer now, the deliveries whose claim failed, and the deliveries that have
   * waited for less than a second, which are not claimed
   */
  async claimOldest(
    driverIds: readonly string[],
    excluded: readonly string[],
  ): Promise<{ driverIds: string[]; failed: string[]; isNew: string[] }> {
    const outcomes = await this.claims.run(
      'assignment/claim-drivers.sql',
      [
        [],
        [],
        [],
        [],
        ...this.claims.limits(),
        [],
        [],
        [],
        this.claims.leaseFor(driverIds.length),
        driverIds,
        excluded,
        ...this.offerParameters,
      ],
      () => 'POSTGRES',
    );
    const unclaimed = outcomes.filter((outcome) => !isClaimed(outcome));
    const getIds = (some: ClaimOutcome[]) => some.map(({ deliveryId }) => deliveryId);
    return {
      driverIds: outcomes.filter(isClaimed).map(({ driverId }) => driverId),
      failed: getIds(unclaimed.filter((outcome) => !outcome.isNew)),
      isNew: getIds(unclaimed.filter((outcome) => outcome.isNew)),
    };
  }
}
