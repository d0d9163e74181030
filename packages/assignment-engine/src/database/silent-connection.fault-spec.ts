import { TcpProxy } from '@driver-dispatch/local-servers';
import { nextPoint } from '../testing/points';
import { eventually, readyOrder, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();

describe('PostgreSQL connections that stop responding', () => {
  let proxy: TcpProxy;
  let engine: TestEngine;

  beforeAll(async () => {
    proxy = await TcpProxy.to(servers.postgres.port);
    const url = (await servers.database()).replace(`:${servers.postgres.port}/`, `:${proxy.port}/`);
    engine = await servers.engine({ database: { url } });
  });

  afterAll(async () => {
    await engine?.close().catch(() => undefined);
    await proxy?.close();
  });

  it('are closed and replaced by new connections', async () => {
    const point = nextPoint();
    await engine.driverAt('ada', point);
    await eventually(
      () => engine.get('/health'),
      ({ body }) => body.status === 'up',
    );
    expect(proxy.blackhole()).toBeGreaterThan(0);
    await eventually(
      () => engine.get('/health'),
      ({ status }) => status === 200,
    );
    const order = readyOrder(point);
    let attempts = 0;
    expect(
      await eventually(
        () => {
          attempts++;
          return engine.submit(order).catch(({ code }) => code);
        },
        (receipt) => receipt.state === 'ASSIGNED',
      ),
    ).toMatchObject({ state: 'ASSIGNED' });
    // The first request that times out replaces all connections.
    expect(attempts).toBeLessThanOrEqual(2);
    await eventually(
      () => engine.sink.typesOf(order.submissionKey),
      (types) => types.length === 1,
    );
  });
});
