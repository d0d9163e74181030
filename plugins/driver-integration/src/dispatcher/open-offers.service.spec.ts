import type { EngineOperator, OfferRecord } from '@driver-dispatch/contract';
import { Logger, type RequestContext } from '@vendure/core';
import type { ChannelScopeService } from '../deliveries/channel-scope.service';
import type { DriverDelivery } from '../deliveries/driver-delivery.entity';
import type { EngineOperatorService } from '../engine/engine-operator.service';
import { OpenOffersService } from './open-offers.service';

const ctx = {} as RequestContext;
const offer = { deliveryId: 'd1', driverId: 'ada', driverName: 'Ada', outcome: null } as OfferRecord;
const delivery = (engineDeliveryId: string | null, state = 'PENDING') =>
  ({ engineDeliveryId, state }) as DriverDelivery;

describe('OpenOffersService', () => {
  const offers = jest.fn(async () => [offer]);
  const service = (channelId?: string) =>
    new OpenOffersService(
      {
        call: (request: (operator: EngineOperator) => unknown) => request({ offers } as never),
      } as unknown as EngineOperatorService,
      { channelIdOf: async () => channelId } as unknown as ChannelScopeService,
    );

  beforeEach(() => offers.mockClear());

  it('reads the offers of a list in one request', async () => {
    const openOffers = service();
    const list = [delivery('d1'), delivery('d2'), delivery('d3', 'ASSIGNED'), delivery(null)];
    expect(await Promise.all(list.map((each) => openOffers.of(ctx, each)))).toEqual([
      offer,
      null,
      null,
      null,
    ]);
    expect(offers.mock.calls).toEqual([[{ state: 'open', take: 500 }]]);
  });

  it("hides the driver in a seller's channel", async () => {
    const found = await service('2').of(ctx, delivery('d1'));
    expect(found).toEqual({ ...offer, driverId: null, driverName: null });
  });

  it('finds nothing if the engine does not respond', async () => {
    jest.spyOn(Logger, 'verbose').mockReturnValue(undefined);
    offers.mockRejectedValueOnce(new Error('down'));
    expect(await service().of(ctx, delivery('d1'))).toBeNull();
  });
});
