import type { Requirements, Vehicle } from '@driver-dispatch/contract';
import type { RequestContext } from '@vendure/core';
import { DistanceEtaStrategy } from '../configuration/distance-eta-strategy';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import type { ChannelScopeService } from '../deliveries/channel-scope.service';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import type { DriverDeliveryService } from '../deliveries/driver-delivery.service';
import { DeliveryCandidatesService } from './delivery-candidates.service';
import type { Driver, DriverAdminService } from './driver-admin.service';

const ctx = {} as RequestContext;
const store = { lat: 52.52, lon: 13.405 };
const vehicle: Vehicle = { kind: 'BICYCLE' };
const driver = (id: string, changes: Partial<Driver> = {}) =>
  ({
    id,
    active: true,
    status: 'AVAILABLE',
    channels: [],
    tags: [],
    loadCapacityGrams: null,
    point: store,
    vehicle,
    ...changes,
  }) as unknown as Driver;
const northBy = (degrees: number) => ({ ...store, lat: store.lat + degrees });

/** Lists the candidates of a waiting delivery in channel 2. */
async function candidates(
  online: Driver[],
  offline: Driver[] = [],
  sellerChannelId?: number,
  driverId?: string,
  requirements?: Requirements,
) {
  const submission = {
    pickup: { point: store, readyAt: '2026-05-04T12:00:00.000Z' },
    dropoff: { point: store },
    requirements,
  };
  const delivery = new DriverDelivery({ channelId: 2, state: 'PENDING', submission } as never);
  const service = new DeliveryCandidatesService(
    { get: async () => delivery } as unknown as DriverDeliveryService,
    {
      fleet: async () => ({ drivers: online }),
      findAll: async () => ({ items: offline }),
      findOne: async (_ctx: RequestContext, id: string) => online.find((each) => each.id === id),
    } as unknown as DriverAdminService,
    { channelIdOf: async () => sellerChannelId } as unknown as ChannelScopeService,
    { tracking: { etaStrategy: new DistanceEtaStrategy() } } as unknown as DriverIntegrationConfiguration,
  );
  return service.candidatesFor(ctx, 1, driverId);
}

describe('DeliveryCandidatesService', () => {
  it('lists assignable drivers with distance and ETA, nearest first', async () => {
    const [near, far] = await candidates([driver('far', { point: northBy(0.1) }), driver('near')]);
    expect(near).toMatchObject({ driver: { id: 'near' }, distanceMetres: 0, unavailableReason: null });
    expect(far!.distanceMetres).toBeCloseTo(11_120, -2);
    // 11 km by bicycle.
    expect(far!.eta!.getTime() - near!.eta!.getTime()).toBeGreaterThan(50 * 60_000);
  });

  it('estimates the ETA of the 20 nearest drivers only', async () => {
    const online = Array.from({ length: 30 }, (_, index) =>
      driver(`${index}`, { point: northBy((30 - index) / 1_000) }),
    );
    const listed = await candidates(online);
    expect(listed.map(({ eta }) => eta !== null)).toEqual(listed.map((_, index) => index < 20));
  });

  it('lists the other drivers last, with the reason', async () => {
    const online = [
      driver('busy', { status: 'BUSY' }),
      driver('deactivated', { active: false, status: 'BUSY' }),
      driver('elsewhere', { channels: ['3'] }),
      driver('nowhere', { channels: null as never }),
      driver('lost', { point: null }),
      driver('free', { channels: ['2'], point: northBy(1) }),
    ];
    const listed = await candidates(online, [driver('away', { status: 'OFFLINE' })]);
    expect(listed[0]).toMatchObject({ driver: { id: 'free' }, unavailableReason: null });
    expect(new Map(listed.slice(1).map((each) => [each.driver.id, each.unavailableReason]))).toEqual(
      new Map([
        ['busy', 'busy'],
        ['deactivated', 'deactivated'],
        ['elsewhere', 'other_channel'],
        ['nowhere', 'other_channel'],
        ['away', 'offline'],
        ['lost', 'no_location'],
      ]),
    );
  });

  it('lists drivers who do not meet the requirements last, with the reason', async () => {
    const online = [
      driver('walks', { vehicle: null }),
      driver('warm', { loadCapacityGrams: 900 }),
      driver('weak', { tags: ['cooling'], loadCapacityGrams: 899 }),
      driver('suitable', { tags: ['cooling'], loadCapacityGrams: 900, point: northBy(1) }),
    ];
    const requirements: Requirements = { vehicleKinds: ['BICYCLE'], tags: ['cooling'], loadGrams: 900 };
    const listed = await candidates(online, [], undefined, undefined, requirements);
    expect(listed.map((each) => [each.driver.id, each.unavailableReason])).toEqual([
      ['suitable', null],
      ['walks', 'vehicle_kind'],
      ['warm', 'missing_tag'],
      ['weak', 'load_capacity'],
    ]);
  });

  it('returns only the requested driver, however far away', async () => {
    const near = Array.from({ length: 101 }, (_, index) => driver(`near${index}`));
    const online = [...near, driver('far', { point: northBy(1) })];
    expect(await candidates(online, [], undefined, 'far')).toMatchObject([{ driver: { id: 'far' } }]);
    expect(await candidates(online, [], undefined, 'unknown')).toEqual([]);
  });

  it("lets a seller assign a driver whose location is another seller's", async () => {
    const hidden = driver('hidden', { channels: ['2'], point: null });
    expect(await candidates([hidden], [], 2)).toEqual([
      { driver: hidden, distanceMetres: null, eta: null, unavailableReason: null },
    ]);
  });
});
