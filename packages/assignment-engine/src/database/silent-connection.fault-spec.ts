import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { nextPlace } from '../testing/places';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

jest.setTimeout(60_000);

const servers = useTestServers();

/** Passes bytes on to a port, and can fall silent on the connections it has: neither bytes nor an end. */
class Proxy {
  private readonly pairs: [Socket, Socket][] = [];
  private readonly silenced: Socket[] = [];

  private constructor(private readonly server: Server) {}

  static async to(port: number): Promise<Proxy> {
    const proxy: Proxy = new Proxy(
      createServer((from) => {
        const to = connect(port, '127.0.0.1');
        proxy.pairs.push([from, to]);
        from.pipe(to).pipe(from);
        for (const socket of [from, to]) {
          socket.on('error', () => undefined);
        }
      }),
    );
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** How many connections are silenced. */
  silence(): number {
    const silenced = this.pairs.splice(0);
    for (const [from, to] of silenced) {
      from.unpipe(to);
      to.unpipe(from);
      to.destroy();
      this.silenced.push(from);
    }
    return silenced.length;
  }

  close(): void {
    this.server.close();
    this.silence();
    this.silenced.forEach((socket) => socket.destroy());
  }
}

describe('connections to PostgreSQL that fall silent', () => {
  let proxy: Proxy;
  let engine: TestEngine;

  beforeAll(async () => {
    proxy = await Proxy.to(servers.postgres.port);
    const url = (await servers.database()).replace(`:${servers.postgres.port}/`, `:${proxy.port}/`);
    engine = await servers.engine({ database: { url } });
  });

  afterAll(async () => {
    await engine?.close().catch(() => undefined);
    proxy?.close();
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
      30_000,
    );
    expect(
      await eventually(
        () => engine.order(place, { sellerOrderId: 'after' }).catch(({ code }) => code),
        (receipt) => receipt.state === 'ASSIGNED',
        20_000,
      ),
    ).toMatchObject({ state: 'ASSIGNED' });
    await eventually(
      () => engine.sink.typesOf('after'),
      (types) => types.length === 1,
      30_000,
    );
  });
});
