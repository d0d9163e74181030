import { createServer, type AddressInfo, type Server } from 'node:net';
import { Connection } from './connection';

/** Answers each request with the next of these, in pieces; undefined ends the connection. */
async function answering(...answers: (string[] | undefined)[]): Promise<Server> {
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('data', () => {
      const pieces = answers.shift();
      if (!pieces) {
        socket.destroy();
      }
      pieces?.forEach((piece, i) => setTimeout(() => socket.write(piece), 5 * i));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

describe('a connection', () => {
  const HEAD = 'HTTP/1.1 202 Accepted\r\nContent-Length: 4\r\n\r\n';
  const request = Buffer.from('POST / HTTP/1.1\r\n\r\n');

  it('reads answers however they are cut, and goes on after one that broke', async () => {
    const server = await answering(
      [`${HEAD}body`],
      [HEAD.slice(0, 12), HEAD.slice(12), 'bo', 'dy'],
      undefined,
      ['HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n'],
    );
    const connection = new Connection((server.address() as AddressInfo).port);
    try {
      expect(await connection.send(request)).toEqual({ status: 202, body: 'body' });
      expect(await connection.send(request)).toEqual({ status: 202, body: 'body' });
      expect(await connection.send(request)).toBeUndefined();
      expect(await connection.send(request)).toEqual({ status: 503, body: '' });
    } finally {
      connection.close();
      server.close();
    }
  });

  it('has no answer where it can not tell the length', async () => {
    const server = await answering(['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n']);
    const connection = new Connection((server.address() as AddressInfo).port);
    expect(await connection.send(request)).toBeUndefined();
    server.close();
  });
});
