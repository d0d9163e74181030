import { once } from 'node:events';
import { connect, createServer, Socket, type AddressInfo, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port';
import { TcpProxy } from './tcp-proxy';

describe('TcpProxy', () => {
  let server: Server;
  let proxy: TcpProxy;
  /** What has reached the server. */
  let heard: string[];
  const clients: Socket[] = [];

  /** A server that answers everything in capitals. */
  beforeEach(async () => {
    heard = [];
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        heard.push(chunk.toString());
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

  async function until(holds: () => boolean): Promise<void> {
    for (let i = 0; i < 400 && !holds(); i++) {
      await sleep(10);
    }
    expect(holds()).toBe(true);
  }

  it('loses no socket that is reset while its end is on the way', async () => {
    const sockets = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
    const before = sockets();
    const one = await client();
    one.socket.write('a');
    await until(() => one.text === 'A');
    one.socket.end();
    const end = jest.spyOn(Socket.prototype, 'end').mockImplementationOnce(function (this: Socket) {
      end.mockRestore();
      this.end();
      proxy.reset();
      return this;
    });
    await until(() => one.ended && sockets() <= before);
  });

  it('passes bytes on, both ways, past a target that is not there', async () => {
    const balanced = await TcpProxy.to(await freePort(), (server.address() as AddressInfo).port);
    for (let i = 0; i < 3; i++) {
      const one = await client(balanced.port);
      one.socket.write('a');
      await until(() => one.text === 'A');
    }
    await balanced.close();
  });

  it('refuses, the connections there are and new ones, until it is healed', async () => {
    const before = await client();
    before.socket.write('a');
    await until(() => before.text === 'A');
    proxy.refuse();
    const during = await client();
    await until(() => before.ended && during.ended);
    proxy.heal();
    const after = await client();
    after.socket.write('b');
    await until(() => after.text === 'B');
  });

  it('hangs, and lets go on what was held back', async () => {
    const one = await client();
    proxy.hang();
    one.socket.write('a');
    await sleep(100);
    expect([heard, one.text, one.ended]).toEqual([[], '', false]);
    proxy.heal();
    await until(() => one.text === 'A');
  });

  it('slows each message to the server down, in order', async () => {
    const one = await client();
    one.socket.write('-');
    await until(() => one.text === '-');
    proxy.slow(80);
    const started = Date.now();
    one.socket.write('a');
    await sleep(20);
    // After what has arrived was read: two that are read at once are one message.
    await new Promise(setImmediate);
    one.socket.write('b');
    await until(() => one.text === '-AB');
    expect(Date.now() - started).toBeGreaterThanOrEqual(150);
  });

  it('cuts after so many bytes of the server', async () => {
    const one = await client();
    one.socket.write('a');
    await until(() => one.text === 'A');
    proxy.cutAfter(2);
    one.socket.write('bcdef');
    await until(() => one.ended);
    expect(one.text.length).toBeLessThanOrEqual(3);
  });

  it('falls silent without an end', async () => {
    const one = await client();
    one.socket.write('a');
    await until(() => one.text === 'A');
    expect(proxy.silence()).toBe(1);
    one.socket.write('b');
    await sleep(100);
    expect([one.text, one.ended]).toEqual(['A', false]);
  });

  describe('with a message held back', () => {
    it('lets it reach the server and cuts before the answer', async () => {
      const one = await client();
      proxy.intercept(/COMMIT/, async (passage) => {
        await passage.answered();
        passage.cut();
      });
      one.socket.write('COMMIT');
      await until(() => one.ended);
      expect([heard, one.text]).toEqual([['COMMIT'], '']);
    });

    it('cuts before it reaches the server', async () => {
      const one = await client();
      proxy.intercept(/COMMIT/, (passage) => passage.cut());
      one.socket.write('COMMIT');
      await until(() => one.ended);
      expect(heard).toEqual([]);
    });

    it('goes on once the handler is done, and others are not touched', async () => {
      const [one, other] = [await client(), await client()];
      let done = () => undefined as void;
      proxy.intercept(/COMMIT/, () => new Promise<void>((resolve) => (done = resolve)));
      one.socket.write('COMMIT');
      other.socket.write('a');
      await until(() => other.text === 'A');
      expect(one.text).toBe('');
      done();
      await until(() => one.text === 'COMMIT');
    });
  });
});
