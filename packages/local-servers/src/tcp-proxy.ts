import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** How a proxy treats its connections. `hang`: bytes are held back, and go on their way when it is over. */
type Condition = { kind: 'pass' } | { kind: 'refuse' } | { kind: 'hang' } | { kind: 'slow'; ms: number };

/** A message on its way to the server, held back until somebody has decided what becomes of it. */
export interface Passage {
  /** Lets it through to the server. */
  forward(): void;
  /** Resolves when the server has begun to answer; the answer is held back. Forwards the message first. */
  answered(): Promise<void>;
  /** Ends the connection, with whatever is held back. */
  cut(): void;
}

interface Interception {
  pattern: RegExp;
  handle: (passage: Passage) => Promise<void> | void;
}

/** Passes bytes on between loopback ports, and can refuse, hang, slow, reset and cut connections. */
export class TcpProxy {
  private readonly links = new Set<Link>();
  private condition: Condition = { kind: 'pass' };
  private interception: Interception | undefined;
  private turn = 0;

  private constructor(
    private readonly server: Server,
    private readonly targets: () => readonly number[],
  ) {}

  /** @param targets ports to go to, in turn; one that refuses is passed over */
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

  /** Ends every connection, and new ones as soon as they are made. */
  refuse(): void {
    this.condition = { kind: 'refuse' };
    this.reset();
  }

  /** Holds all bytes back, of new connections too. */
  hang(): void {
    this.condition = { kind: 'hang' };
  }

  /** Delays each message to the server by so many ms. */
  slow(ms: number): void {
    this.condition = { kind: 'slow', ms };
  }

  /** Ends the connections there are with a reset; new ones are served. @returns how many */
  reset(): number {
    const links = [...this.links];
    links.forEach((link) => link.cut());
    return links.length;
  }

  /** Forgets the connections there are without a word to either side: no bytes, no end. @returns how many */
  silence(): number {
    const links = [...this.links].filter((link) => !link.silenced);
    links.forEach((link) => link.silence());
    return links.length;
  }

  /** Ends each connection there is after so many more bytes from the server. */
  cutAfter(bytes: number): void {
    this.links.forEach((link) => (link.bytesLeft = bytes));
  }

  /** Holds the next message to the server that matches, once, and leaves it to a handler. */
  intercept(pattern: RegExp, handle: Interception['handle']): void {
    this.interception = { pattern, handle };
  }

  /** Serves as if nothing had happened; what was held back goes on. */
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
    // Nothing is read before there is somebody to pass it on to.
    client.pause();
    const ports = [...this.targets()];
    this.turn += 1;
    this.connectTo(
      [...ports.slice(this.turn % ports.length), ...ports.slice(0, this.turn % ports.length)],
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
  silenced = false;
  private held: (() => void)[] = [];
  private toServer: Promise<void> = Promise.resolve();
  private answer: { held: Buffer[]; begun: () => void } | undefined;

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
    cutOff(this.client);
    cutOff(this.server);
    this.rules.ended();
  }

  silence(): void {
    this.silenced = true;
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
    if (!this.silenced) {
      other.destroy();
      this.rules.ended();
    }
  }

  /** Does something now, or when the hang is over. */
  private pass(what: () => void): void {
    if (this.silenced) {
      return;
    }
    if (this.rules.condition().kind === 'hang') {
      this.held.push(what);
    } else {
      what();
    }
  }

  private send(chunk: Buffer): void {
    const handle = this.rules.intercepted(chunk);
    this.toServer = this.toServer.then(async () => {
      if (handle) {
        await this.handOver(chunk, handle);
        return;
      }
      const condition = this.rules.condition();
      if (condition.kind === 'slow') {
        await new Promise((resolve) => setTimeout(resolve, condition.ms));
      }
      this.pass(() => this.server.write(chunk));
    });
  }

  private async handOver(chunk: Buffer, handle: Interception['handle']): Promise<void> {
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
        new Promise<void>((begun) => {
          this.answer = { held: [], begun };
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
      this.answer.begun();
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

/** Node loses a socket that is reset while its end is on the way, and a process with such a one never exits. */
function cutOff(socket: Socket): void {
  if (socket.writableEnded) {
    socket.destroy();
  } else {
    socket.resetAndDestroy();
  }
}
