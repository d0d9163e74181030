import type { DriverExport, EngineOperator } from '@driver-dispatch/contract';
import type { RequestContext } from '@vendure/core';
import type { ChannelScopeService } from '../deliveries/channel-scope.service';
import type { Driver, DriverAdminService } from '../dispatcher/driver-admin.service';
import type { EngineOperatorService } from '../engine/engine-operator.service';
import { DriverDataService } from './driver-data.service';
import type { DriverNameEraserService } from './driver-name-eraser.service';

const stored = {
  driver: { id: 'ada', point: { lat: 52.5, lon: 13.4 } },
  sessions: [],
  deliveries: [
    { channelId: '2', orderCode: 'OWN' },
    { channelId: '3', orderCode: 'OTHER' },
  ],
} as unknown as DriverExport;

/** Exports a driver whose location is hidden. */
const exportIn = (channelId?: string) =>
  new DriverDataService(
    { engineChannelOf: async () => channelId } as unknown as ChannelScopeService,
    {
      getManageable: async () => ({ id: 'ada', point: null, manageable: true }) as unknown as Driver,
    } as unknown as DriverAdminService,
    {
      call: (request: (operator: EngineOperator) => unknown) =>
        request({ exportDriver: async () => stored } as unknown as EngineOperator),
    } as unknown as EngineOperatorService,
    {} as DriverNameEraserService,
  ).export({} as RequestContext, 'ada');

describe('the export of a driver', () => {
  it('contains all deliveries in the default channel', async () => {
    expect(await exportIn()).toEqual({
      driver: { driverId: 'ada', point: null },
      sessions: [],
      deliveries: stored.deliveries,
    });
  });

  it("contains no deliveries of other channels and no hidden location in a seller's channel", async () => {
    expect(await exportIn('2')).toEqual({
      driver: { driverId: 'ada', point: null },
      sessions: [],
      deliveries: [{ channelId: '2', orderCode: 'OWN' }],
    });
  });
});
