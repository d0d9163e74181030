import { TcpProxy } from '@driver-dispatch/local-servers';
import { nextPlace } from '../testing/places';
import { eventually, readyOrder, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();

describe('connections to PostgreSQL that fall silent', () => {
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

  it('are given up, and new ones serve', async () => {
    const place = nextPlace();
    await engine.driverAt('ada', place);
    await eventually(
      () => engine.get('/health'),
      ({ body }) => body.status === 'up',
    );
    expect(proxy.silence()).toBeGreaterThan(0);
    await eventually(
      () => engine.get('/health'),
      ({ status }) => status === 200,
    );
    const order = readyOrder(place);
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
    // The first one that was not answered has all connections replaced.
    expect(attempts).toBeLessThanOrEqual(2);
    await eventually(
      () => engine.sink.typesOf(order.submissionKey),
      (types) => types.length === 1,
    );
  });
});
