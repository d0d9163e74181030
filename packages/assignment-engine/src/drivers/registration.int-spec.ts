import { nextPoint } from '../testing/points';
import type { TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();

const settings = { phone: '+49 1', vehicle: { kind: 'VAN', plate: 'B-1' }, channels: ['7'] };

const byOperator = (engine: TestEngine, driverId: string, more: object) =>
  engine.operate('POST', '/v1/drivers', { type: 'driver.register', driverId, name: driverId, ...more });

const registered = async (engine: TestEngine, driverId: string) =>
  (await engine.get(`/v1/drivers/${driverId}`)).body;

describe('registration by the driver app', () => {
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await servers.engine();
  });

  it('keeps the fields that it omits', async () => {
    await byOperator(engine, 'r-omits', settings);
    await engine.drivers.register({ driverId: 'r-omits', name: 'Renamed' });
    expect(await registered(engine, 'r-omits')).toMatchObject({ name: 'Renamed', ...settings });
  });

  it.each([[[]], [['7', '8']]])(
    'does not change the channels of a registered driver to %j',
    async (channels) => {
      const driverId = `r-private-${channels.length}`;
      const point = nextPoint();
      await byOperator(engine, driverId, settings);
      await engine.drivers.register({ driverId, name: 'Private', channels });
      await engine.drivers.setStatus({ driverId, status: 'AVAILABLE', point });
      expect((await registered(engine, driverId)).channels).toEqual(['7']);
      expect((await engine.order(point, { channelId: '8' })).state).toBe('PENDING');
      expect((await engine.order(point, { channelId: '7' })).state).toBe('ASSIGNED');
    },
  );

  it('leaves the channels to operators, who keep them by omitting them', async () => {
    await byOperator(engine, 'r-operator', settings);
    await byOperator(engine, 'r-operator', {});
    expect((await registered(engine, 'r-operator')).channels).toEqual(['7']);
    await byOperator(engine, 'r-operator', { channels: ['8'] });
    expect((await registered(engine, 'r-operator')).channels).toEqual(['8']);
  });

  it('sets the channels of a new driver if the engine allows it', async () => {
    await engine.drivers.register({ driverId: 'r-named', name: 'Named', channels: ['7'] });
    expect((await registered(engine, 'r-named')).channels).toEqual(['7']);
    await engine.drivers.register({ driverId: 'r-every', name: 'Every' });
    expect((await registered(engine, 'r-every')).channels).toEqual([]);
  });
});

describe.each([
  ['with Redis', {}],
  ['without Redis', false as const],
])('a new driver %s by default', (_, redis) => {
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await servers.engine({ redis, drivers: {} });
  });

  it.each([undefined, [], ['1']])(
    'serves no channel until an operator assigns one (app names %j)',
    async (channels) => {
      const point = nextPoint();
      const driverId = `n-${channels?.length ?? 'omits'}`;
      await engine.drivers.register({ driverId, name: 'New', channels });
      await engine.drivers.setStatus({ driverId, status: 'AVAILABLE', point });
      expect((await registered(engine, driverId)).channels).toBeNull();
      const { deliveryId } = await engine.order(point, { channelId: '1' });
      const choice = { driverId, operator: 'desk' };
      expect(
        (await engine.operate('POST', `/v1/deliveries/${deliveryId}/assign`, choice)).body,
      ).toMatchObject({
        error: { code: 'driver_unavailable', details: { reason: 'other_channel' } },
      });
      expect((await engine.delivery(deliveryId)).state).toBe('PENDING');
      await engine.operate('PATCH', `/v1/drivers/${driverId}`, { channels: ['1'] });
      expect(await engine.untilState(deliveryId, 'ASSIGNED')).toMatchObject({ driverId });
    },
  );
});
