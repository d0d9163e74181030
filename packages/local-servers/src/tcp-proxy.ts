import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** State of a proxy. `hang` holds bytes back until the proxy is healed. */
type Condition = { kind: 'pass' } | { kind: 'refuse' } | { kind: 'hang' } | { kind: 'slow'; ms: number };

/** An intercepted message to the server, which is held back until the handler is done. */
export interface HeldMessage {
  /** Sends the message to the server. */
  forward(): void;
  /** Sends the message and resolves when the server starts to answer. The answer is held back until the handler is done. */
  answered(): Promise<void>;
  /** Resets the connection and discards held bytes. */
  cut(): void;
}

interface Interception {
  pattern: RegExp;
  handle: (message: HeldMessage) => Promise<void> | void;
}

/** TCP proxy between loopback ports that can refuse, hang, slow down, reset and cut connections. */
export class TcpProxy {
  private readonly links = new Set<Link>();
  private condition: Condition = { kind: 'pass' };
  private interception: Interception | undefined;
  private accepted = 0;

  private constructor(
    private readonly server: Server,
    private readonly targets: () => readonly number[],
  ) {}

  /** @param targets target ports, used round-robin; ports that refuse the connection are skipped */
  static async to(...targets: number[] | [() => readonly number[]]): Promise<TcpProxy> {
    const [first] = targets;
    const ports = typeof first === 'function' ? first : () => targets as number[];
    const server = createServer();
    const proxy = new TcpProxy(server, ports);
    server.on('connection', (client) => proxy.accept(client));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Resets every existing and every new connection. */
  refuse(): void {
    this.condition = { kind: 'refuse' };
    this.reset();
  }

  /** Holds back all bytes of existing and new connections. */
  hang(): void {
    this.condition = { kind: 'hang' };
  }

  /** Delays each message to the server by `ms` milliseconds. */
  slow(ms: number): void {
    this.condition = { kind: 'slow', ms };
  }

  /** Resets the existing connections. New ones are served. @returns the number of connections */
  reset(): number {
    const links = [...this.links];
    links.forEach((link) => link.cut());
    return links.length;
  }

  /** Drops all further bytes of the existing connections without closing them. @returns the number of connections */
  blackhole(): number {
    const links = [...this.links].filter((link) => !link.blackholed);
    links.forEach((link) => link.blackhole());
    return links.length;
  }

  /** Resets each existing connection after `bytes` more bytes from the server. */
  cutAfter(bytes: number): void {
    this.links.forEach((link) => (link.bytesLeft = bytes));
  }

  /** Holds back the next message to the server that matches the pattern, and passes it to a handler, once. */
  intercept(pattern: RegExp, handle: Interception['handle']): void {
    this.interception = { pattern, handle };
  }

  /** Forwards all bytes again, including the held ones. */
  heal(): void {
    this.condition = { kind: 'pass' };
    this.interception = undefined;
    this.links.forEach((link) => link.release());
  }

  async close(): Promise<void> {
    this.links.forEach((link) => link.cut());
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(client: Socket): void {
    client.on('error', () => undefined);
    if (this.condition.kind === 'refuse') {
      client.resetAndDestroy();
      return;
    }
    // The client is read only after the connection to the target exists.
    client.pause();
    const ports = [...this.targets()];
    this.accepted += 1;
    this.connectTo(
      [...ports.slice(this.accepted % ports.length), ...ports.slice(0, this.accepted % ports.length)],
      client,
    );
  }

  private connectTo([port, ...others]: number[], client: Socket): void {
    if (port === undefined) {
      client.resetAndDestroy();
      return;
    }
    const server = connect(port, '127.0.0.1');
    const next = () => this.connectTo(others, client);
    server.once('error', next);
    server.once('connect', () => {
      server.removeListener('error', next);
      server.on('error', () => undefined);
      const link = new Link(client, server, {
        condition: () => this.condition,
        intercepted: (chunk) => this.intercepted(chunk),
        ended: () => this.links.delete(link),
      });
      this.links.add(link);
      client.resume();
    });
  }

  private intercepted(chunk: Buffer): Interception['handle'] | undefined {
    const { interception } = this;
    if (!interception?.pattern.test(chunk.toString('latin1'))) {
      return undefined;
    }
    this.interception = undefined;
    return interception.handle;
  }
}

interface LinkRules {
  condition(): Condition;
  intercepted(chunk: Buffer): Interception['handle'] | undefined;
  ended(): void;
}

/** One connection through the proxy. */
class Link {
  bytesLeft = Infinity;
  blackholed = false;
  private held: (() => void)[] = [];
  private toServer: Promise<void> = Promise.resolve();
  private answer: { held: Buffer[]; started: () => void } | undefined;

  constructor(
    private readonly client: Socket,
    private readonly server: Socket,
    private readonly rules: LinkRules,
  ) {
    client.on('data', (chunk) => this.send(chunk));
    server.on('data', (chunk) => this.receive(chunk));
    client.on('end', () => this.pass(() => server.end()));
    server.on('end', () => this.pass(() => client.end()));
    client.on('close', () => this.close(server));
    server.on('close', () => this.close(client));
  }

  cut(): void {
    closeSocket(this.client);
    closeSocket(this.server);
    this.rules.ended();
  }

  blackhole(): void {
    this.blackholed = true;
    this.held = [];
    this.client.pause();
    this.server.destroy();
  }

  release(): void {
    const held = this.held;
    this.held = [];
    held.forEach((pass) => pass());
  }

  private close(other: Socket): void {
    if (!this.blackholed) {
      other.destroy();
      this.rules.ended();
    }
  }

  /** Runs `send` now or, while the proxy hangs, when it is healed. */
  private pass(send: () => void): void {
    if (this.blackholed) {
      return;
    }
    if (this.rules.condition().kind === 'hang') {
      this.held.push(send);
    } else {
      send();
    }
  }

  private send(chunk: Buffer): void {
    const handle = this.rules.intercepted(chunk);
    this.toServer = this.toServer.then(async () => {
      if (handle) {
        await this.handleIntercepted(chunk, handle);
        return;
      }
      const condition = this.rules.condition();
      if (condition.kind === 'slow') {
        await new Promise((resolve) => setTimeout(resolve, condition.ms));
      }
      this.pass(() => this.server.write(chunk));
    });
  }

  private async handleIntercepted(chunk: Buffer, handle: Interception['handle']): Promise<void> {
    let forwarded = false;
    const forward = () => {
      if (!forwarded) {
        forwarded = true;
        this.server.write(chunk);
      }
    };
    await handle({
      forward,
      answered: () =>
        new Promise<void>((started) => {
          this.answer = { held: [], started };
          forward();
        }),
      cut: () => this.cut(),
    });
    forward();
    const answer = this.answer;
    this.answer = undefined;
    answer?.held.forEach((bytes) => this.client.write(bytes));
  }

  private receive(chunk: Buffer): void {
    if (this.answer) {
      this.answer.held.push(chunk);
      this.answer.started();
      return;
    }
    this.pass(() => {
      const part = chunk.subarray(0, this.bytesLeft);
      this.bytesLeft -= part.length;
      this.client.write(part);
      if (this.bytesLeft <= 0) {
        this.cut();
      }
    });
  }
}

/** Closes a socket. Node leaks a socket that is reset after `end()`, and the process then never exits. */
function closeSocket(socket: Socket): void {
  if (socket.writableEnded) {
    socket.destroy();
  } else {
    socket.resetAndDestroy();
  }
}
