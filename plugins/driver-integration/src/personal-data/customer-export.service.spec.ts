import type { RequestContext, TransactionalConnection } from '@vendure/core';
import type { ChannelScopeService } from '../deliveries/channel-scope.service';
import type { DriverDelivery } from '../deliveries/driver-delivery.entity';
import type { EngineOperatorService } from '../engine/engine-operator.service';
import { CustomerExportService } from './customer-export.service';

const delivery = {
  id: 1,
  orderCode: 'CODE',
  customerName: 'Sam',
  driverName: 'Ada',
  deliveryPin: '493817',
  pinSecret: 'pin-secret',
  engineDeliveryId: null,
  submission: { pickup: { name: 'Store' }, dropoff: { name: 'Sam', deliveryPin: '493817' } },
} as unknown as DriverDelivery;

it('exports the deliveries of a customer without the PIN, which administrators do not get', async () => {
  const repository = { find: async () => [delivery], findBy: async () => [] };
  const service = new CustomerExportService(
    { getRepository: () => repository } as unknown as TransactionalConnection,
    { channelIdOf: async () => undefined } as unknown as ChannelScopeService,
    {} as EngineOperatorService,
  );
  expect((await service.export({} as RequestContext, 1)).deliveries).toEqual([
    {
      id: 1,
      orderCode: 'CODE',
      customerName: 'Sam',
      engineDeliveryId: null,
      submission: { pickup: { name: 'Store' }, dropoff: { name: 'Sam' } },
      images: [],
      inEngine: null,
    },
  ]);
});
