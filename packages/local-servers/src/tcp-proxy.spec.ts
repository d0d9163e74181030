import { once } from 'node:events';
import { connect, createServer, Socket, type AddressInfo, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from './eventually';
import { freePort } from './free-port';
import { TcpProxy } from './tcp-proxy';

describe('TcpProxy', () => {
  let server: Server;
  let proxy: TcpProxy;
  /** Messages that the server has received. */
  let received: string[];
  const clients: Socket[] = [];

  /** Starts a server that answers with the message in capitals. */
  beforeEach(async () => {
    received = [];
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        received.push(chunk.toString());
        socket.write(chunk.toString().toUpperCase());
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy = await TcpProxy.to((server.address() as AddressInfo).port);
  });

  afterEach(async () => {
    clients.splice(0).forEach((client) => client.destroy());
    await proxy.close();
    await new Promise((resolve) => server.close(resolve));
  });

  async function client(port = proxy.port) {
    const socket = connect(port, '127.0.0.1');
    clients.push(socket);
    const state = { socket, text: '', ended: false };
    socket.on('data', (chunk) => (state.text += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => (state.ended = true));
    await once(socket, 'connect').catch(() => undefined);
    return state;
  }

  it('closes a socket that is reset after its end', async () => {
    const sockets = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
    const before = sockets();
    const one = await client();
    one.socket.write('a');
    await eventually(() => one.text === 'A', Boolean);
    one.socket.end();
    const end = jest.spyOn(Socket.prototype, 'end').mockImplementationOnce(function (this: Socket) {
      end.mockRestore();
      this.end();
      proxy.reset();
      return this;
    });
    await eventually(() => one.ended && sockets() <= before, Boolean);
  });

  it('forwards bytes in both directions and skips an unreachable target', async () => {
    const balanced = await TcpProxy.to(await freePort(), (server.address() as AddressInfo).port);
    for (let i = 0; i < 3; i++) {
      const one = await client(balanced.port);
      one.socket.write('a');
      await eventually(() => one.text === 'A', Boolean);
    }
    await balanced.close();
  });

  it('refuses existing and new connections until it is healed', async () => {
    const before = await client();
    before.socket.write('a');
    await eventually(() => before.text === 'A', Boolean);
    proxy.refuse();
    const during = await client();
    await eventually(() => before.ended && during.ended, Boolean);
    proxy.heal();
    const after = await client();
    after.socket.write('b');
    await eventually(() => after.text === 'B', Boolean);
  });

  it('holds bytes back while it hangs, and forwards them when it is healed', async () => {
    const one = await client();
    proxy.hang();
    one.socket.write('a');
    await sleep(100);
    expect([received, one.text, one.ended]).toEqual([[], '', false]);
    proxy.heal();
    await eventually(() => one.text === 'A', Boolean);
  });

  it('delays each message to the server, in order', async () => {
    const one = await client();
    one.socket.write('-');
    await eventually(() => one.text === '-', Boolean);
    proxy.slow(80);
    const started = Date.now();
    one.socket.write('a');
    await sleep(20);
    // Lets the proxy read the first message: two messages that are read together count as one.
    await new Promise(setImmediate);
    one.socket.write('b');
    await eventually(() => one.text === '-AB', Boolean);
    expect(Date.now() - started).toBeGreaterThanOrEqual(150);
  });

  it('resets a connection after a number of bytes from the server', async () => {
    const one = await client();
    one.socket.write('a');
    await eventually(() => one.text === 'A', Boolean);
    proxy.cutAfter(2);
    one.socket.write('bcdef');
    await eventually(() => one.ended, Boolean);
    expect(one.text.length).toBeLessThanOrEqual(3);
  });

  it('drops all bytes of a connection without closing it', async () => {
    const one = await client();
    one.socket.write('a');
    await eventually(() => one.text === 'A', Boolean);
    expect(proxy.blackhole()).toBe(1);
    one.socket.write('b');
    await sleep(100);
    expect([one.text, one.ended]).toEqual(['A', false]);
  });

  describe('interception of a message', () => {
    it('resets the connection between message and answer', async () => {
      const one = await client();
      proxy.intercept(/COMMIT/, async (message) => {
        await message.answered();
        message.cut();
      });
      one.socket.write('COMMIT');
      await eventually(() => one.ended, Boolean);
      expect([received, one.text]).toEqual([['COMMIT'], '']);
    });

    it('resets the connection before the message reaches the server', async () => {
      const one = await client();
      proxy.intercept(/COMMIT/, (message) => message.cut());
      one.socket.write('COMMIT');
      await eventually(() => one.ended, Boolean);
      expect(received).toEqual([]);
    });

    it('forwards the message after the handler is done, and does not affect other connections', async () => {
      const [one, other] = [await client(), await client()];
      let done = () => undefined as void;
      proxy.intercept(/COMMIT/, () => new Promise<void>((resolve) => (done = resolve)));
      one.socket.write('COMMIT');
      other.socket.write('a');
      await eventually(() => other.text === 'A', Boolean);
      expect(one.text).toBe('');
      done();
      await eventually(() => one.text === 'COMMIT', Boolean);
    });
  });
});
