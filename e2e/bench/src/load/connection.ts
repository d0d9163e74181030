import { connect, type Socket } from 'node:net';

export interface Answer {
  status: number;
  body: string;
}

/**
 * One kept-alive HTTP/1.1 connection that sends bytes as they are and reads answers of a known length. A full HTTP
 * client takes two to three times the CPU, which would be the server's on a small machine.
 */
export class Connection {
  private socket: Socket | undefined;
  private received = '';
  private answered: ((answer: Answer | undefined) => void) | undefined;

  constructor(private readonly port: number) {}

  /** @returns undefined when the connection broke */
  send(request: Buffer): Promise<Answer | undefined> {
    return new Promise((resolve) => this.sendThen(request, resolve));
  }

  /** As {@link send}, by a callback, which costs less. */
  sendThen(request: Buffer, answered: (answer: Answer | undefined) => void): void {
    this.answered = answered;
    this.socket ??= this.open();
    this.socket.write(request);
  }

  close(): void {
    this.socket?.destroy();
  }

  private open(): Socket {
    const socket = connect({ port: this.port, host: '127.0.0.1', noDelay: true });
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.read(text));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.socket = undefined;
      this.finish(undefined);
    });
    return socket;
  }

  private read(text: string): void {
    this.received += text;
    const headEnd = this.received.indexOf('\r\n\r\n');
    if (headEnd < 0) {
      return;
    }
    const length = /\r\ncontent-length: *(\d+)/i.exec(this.received);
    if (!length) {
      this.socket?.destroy(new Error('An answer without content-length'));
      return;
    }
    const end = headEnd + 4 + Number(length[1]);
    if (this.received.length >= end) {
      const answer = {
        status: Number(this.received.slice(9, 12)),
        body: this.received.slice(headEnd + 4, end),
      };
      this.received = '';
      this.finish(answer);
    }
  }

  private finish(answer: Answer | undefined): void {
    const { answered } = this;
    this.answered = undefined;
    answered?.(answer);
  }
}
