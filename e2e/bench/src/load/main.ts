import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import { runTask } from '../processes/task';
import { OUTCOME, type Load, type LoadReport, type Outcome } from './load';

const MAX_ERRORS = 3;

/** Replaces autocannon's own statistics: 1,000 instances would need 2 GB for them. */
const NO_HISTOGRAM = { __custom: true, recordValue() {}, recordValueWithExpectedInterval() {}, destroy() {} };

/** The bench ends the process earlier. */
const FOREVER_SECONDS = 86_400;

/** Precision with which autocannon ends a load, in milliseconds. */
const END_WITHIN_MS = 100;

/** Autocannon's context of a connection: the request without a response. */
interface Context {
  index: number;
  sentAt: number;
}

/** Sends the requests of a load with autocannon until the bench ends the process. */
class LoadGenerator {
  private readonly outcomes: Uint8Array;
  private readonly errors: string[] = [];
  private latencies: number[] = [];
  private next = 0;

  constructor(private readonly load: Load) {
    this.outcomes = new Uint8Array(load.requests.length);
  }

  async run(): Promise<LoadReport> {
    const { rampUpPerSecond, rampUpSeconds, seconds } = this.load;
    if (rampUpPerSecond === undefined) {
      this.start();
    } else {
      void this.startOpenLoop(rampUpPerSecond, rampUpSeconds);
    }
    await sleep(rampUpSeconds * 1000);
    if (rampUpPerSecond !== undefined) {
      this.start();
    }
    this.latencies = [];
    const started = performance.now();
    process.send!('The measurement starts');
    await sleep(seconds * 1000);
    return {
      answered: this.latencies.length,
      latencies: Float64Array.from(this.latencies).sort(),
      seconds: (performance.now() - started) / 1000,
      outcomes: this.outcomes,
      errors: this.errors,
    };
  }

  private start(): void {
    const { ports, connections = 1, perSecond } = this.load;
    if (perSecond === undefined) {
      this.open({ url: ports.map(createUrl), connections });
    } else {
      void this.startOpenLoop(perSecond, FOREVER_SECONDS);
    }
  }

  /**
   * Autocannon sends all requests of a second at its start. Therefore each request of a second has its own connection, which
   * starts at its own time, so that requests are evenly spaced.
   */
  private async startOpenLoop(perSecond: number, seconds: number): Promise<void> {
    const { ports } = this.load;
    const started = performance.now();
    for (let i = 0; i < perSecond; i++) {
      const dueAfter = i / perSecond;
      const wait = started + dueAfter * 1000 - performance.now();
      if (wait > 1) {
        await sleep(wait);
      }
      const url = createUrl(ports[i % ports.length]!);
      this.open({ url, connections: 1, connectionRate: 1, duration: Math.max(0, seconds - dueAfter) });
    }
  }

  private open(options: Omit<Partial<autocannon.Options>, 'url'> & { url: string | string[] }): void {
    const everyRequest = {
      setupRequest: (request: object, context: Context) => this.setupRequest(request, context),
      onResponse: (status: number, body: string, context: Context) => this.onResponse(status, body, context),
    };
    const defaults = {
      method: 'POST',
      duration: FOREVER_SECONDS,
      sampleInt: END_WITHIN_MS,
      requests: [everyRequest],
      histograms: { latencies: NO_HISTOGRAM, requests: NO_HISTOGRAM, throughput: NO_HISTOGRAM },
      skipAggregateResult: true,
    };
    autocannon({ ...defaults, ...options } as unknown as autocannon.Options, () => undefined).on(
      'reqError',
      (error: Error) => this.note(error.message),
    );
  }

  private setupRequest(request: object, context: Context): object {
    const prepared = this.load.requests[this.next];
    if (!prepared) {
      throw new Error(`All ${this.next} prepared requests were sent before the end`);
    }
    this.outcomes[this.next] = OUTCOME.SENT;
    context.index = this.next++;
    context.sentAt = performance.now();
    return { ...request, ...prepared };
  }

  private onResponse(status: number, body: string, { index, sentAt }: Context): void {
    const outcome = getOutcome(status, body);
    this.outcomes[index] = outcome;
    if (outcome === OUTCOME.REFUSED) {
      this.note(`${status} ${body.slice(0, 300)}`);
    } else {
      this.latencies.push(performance.now() - sentAt);
    }
  }

  private note(error: string): void {
    if (this.errors.length < MAX_ERRORS) {
      this.errors.push(error);
    }
  }
}

function createUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
}

function getOutcome(status: number, body: string): Outcome {
  // A message of several orders is answered with a result for each. GraphQL answers 200 with an error of Vendure.
  if (status < 200 || status > 299 || /"error(s|Code)?":/.test(body)) {
    return OUTCOME.REFUSED;
  }
  return body.includes('"state":"ASSIGNED"') ? OUTCOME.ASSIGNED : OUTCOME.ACCEPTED;
}

runTask((load: Load) => new LoadGenerator(load).run());
