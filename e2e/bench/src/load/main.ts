import { readFileSync } from 'node:fs';
import { carryOut } from '../processes/task';
import { Connection, type Answer } from './connection';
import { OUTCOME, type LoadReport, type LoadTask } from './load';
import { readRequests } from './requests';

const COMPLAINTS_KEPT = 3;

/** The load generator: a process of its own, so that it takes nothing of what is measured but CPU time. */
class Generator {
  private readonly requests: Buffer[];
  private readonly outcomes: Uint8Array;
  private readonly latencies: Float64Array;
  private readonly complaints: string[] = [];
  private readonly idle: Connection[];
  private next = 0;
  private underWay = 0;
  private started = 0;
  private lastAnswer = 0;
  private done: () => void = () => undefined;

  constructor(private readonly task: LoadTask) {
    this.requests = readRequests(readFileSync(task.file));
    this.outcomes = new Uint8Array(this.requests.length);
    this.latencies = new Float64Array(this.requests.length).fill(NaN);
    this.idle = Array.from(
      { length: task.connections },
      (_, i) => new Connection(task.ports[i % task.ports.length]!),
    );
  }

  async run(): Promise<LoadReport> {
    const cpu = process.cpuUsage();
    this.started = performance.now();
    await new Promise<void>((resolve) => {
      this.done = resolve;
      if (this.task.perSecond === undefined) {
        this.idle.splice(0).forEach((connection) => this.goOn(connection));
      } else {
        this.keepPace();
      }
    });
    const { user, system } = process.cpuUsage(cpu);
    return {
      ...{ outcomes: this.outcomes, latencies: this.latencies, complaints: this.complaints },
      seconds: (this.lastAnswer - this.started) / 1000,
      cpuSeconds: (user + system) / 1e6,
    };
  }

  /** However late it is, one request is sent: without any there is nothing to tell. */
  private get over(): boolean {
    const timeIsUp = performance.now() - this.started > this.task.seconds * 1000;
    return this.next >= this.requests.length || (this.next > 0 && timeIsUp);
  }

  /** When a request is to be sent, in ms after the start. */
  private dueAt(index: number): number {
    return (index * 1000) / this.task.perSecond!;
  }

  /** Sends what is due; what finds no idle connection waits, and its wait counts. */
  private keepPace(): void {
    const now = performance.now() - this.started;
    while (!this.over && this.dueAt(this.next) <= now && this.idle.length > 0) {
      this.send(this.idle.pop()!, this.started + this.dueAt(this.next));
    }
    if (!this.over) {
      setTimeout(() => this.keepPace(), 1);
    } else if (this.underWay === 0) {
      this.done();
    }
  }

  private goOn(connection: Connection): void {
    if (!this.over) {
      this.send(connection, performance.now());
      return;
    }
    connection.close();
    if (this.underWay === 0) {
      this.done();
    }
  }

  private send(connection: Connection, due: number): void {
    const index = this.next++;
    this.underWay++;
    connection.sendThen(this.requests[index]!, (answer) => {
      this.underWay--;
      this.lastAnswer = performance.now();
      this.note(index, answer, this.lastAnswer - due);
      if (this.task.perSecond === undefined) {
        this.goOn(connection);
        return;
      }
      this.idle.push(connection);
      if (this.over && this.underWay === 0) {
        this.done();
      }
    });
  }

  private note(index: number, answer: Answer | undefined, ms: number): void {
    if (!answer) {
      this.outcomes[index] = OUTCOME.BROKEN;
      return;
    }
    const { status, body } = answer;
    this.latencies[index] = ms;
    if (status >= 200 && status < 300) {
      this.outcomes[index] = body.includes('"state":"ASSIGNED"') ? OUTCOME.ASSIGNED : OUTCOME.TAKEN;
      return;
    }
    this.outcomes[index] = OUTCOME.REFUSED;
    if (this.complaints.length < COMPLAINTS_KEPT) {
      this.complaints.push(`${status} ${body.slice(0, 300)}`);
    }
  }
}

carryOut((task: LoadTask) => new Generator(task).run());
