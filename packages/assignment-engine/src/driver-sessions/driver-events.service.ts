import type { ServerResponse } from 'node:http';
import type { DriverSelf } from '@driver-dispatch/contract';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import { PeriodicTask } from '../database/periodic-task';
import { LocationService } from '../drivers/location.service';
import type { EngineLogger } from '../observability/create-logger';
import { DriverSelfService } from './driver-self.service';
import { EventStream } from './event-stream';

/** Milliseconds between two reads of the connected drivers. */
const READ_EVERY_MS = 500;

/** Maximum milliseconds between two comments, which are heartbeats of the drivers. */
const KEEP_ALIVE_MS = 15_000;

/**
 * Milliseconds after which a stream ends; the client opens another one. A device that has lost its network or power leaves
 * its connection open. This limits the time for which such a connection counts as a sign of life.
 */
const MAX_AGE_MS = 120_000;

/** Maximum number of streams of a session; a further stream ends the oldest. */
const MAX_STREAMS = 5;

/**
 * Sends connected drivers their own state: at once, and when it changes. One statement reads all of them. The stream of an
 * ended session ends with the next read.
 */
@Injectable()
export class DriverEventsService extends PeriodicTask implements OnModuleDestroy {
  private readonly streams = new Set<EventStream>();
  private readonly keepAliveMs: number;
  private isClosed = false;
  private isFailing = false;

  constructor(
    private readonly selves: DriverSelfService,
    private readonly locations: LocationService,
    @Inject(LOGGER) logger: EngineLogger,
    @Inject(ENGINE_CONFIGURATION) { heartbeat }: EngineConfiguration,
  ) {
    super(logger, READ_EVERY_MS, 'Connected drivers could not be read, retrying');
    this.keepAliveMs = Math.min(KEEP_ALIVE_MS, heartbeat.ttlSeconds * 250);
  }

  /**
   * Opens the stream of a session.
   *
   * @param self the current state, which is sent at once
   * @param response whose headers are written
   */
  open(self: DriverSelf, response: ServerResponse): void {
    const { driverId } = self;
    const { sessionId } = self.session;
    const stream = new EventStream(sessionId, driverId, response);
    response.on('close', () => this.streams.delete(stream));
    stream.send(self);
    if (this.isClosed) {
      stream.end();
      return;
    }
    const others = [...this.streams].filter((other) => other.sessionId === sessionId);
    others.slice(0, Math.max(0, others.length + 1 - MAX_STREAMS)).forEach((other) => this.end(other));
    this.streams.add(stream);
  }

  /** Ends all streams, which would otherwise delay the shutdown of the server. */
  onModuleDestroy(): void {
    this.isClosed = true;
    this.streams.forEach((stream) => this.end(stream));
  }

  protected override async run(): Promise<void> {
    if (this.streams.size === 0) {
      return;
    }
    const read = [...this.streams];
    const selves = await this.selves.read(new Set(read.map(({ sessionId }) => sessionId)));
    this.isFailing = false;
    const alive = new Set<string>();
    // Streams that have ended during the statement accept no writes.
    for (const stream of read.filter((open) => this.streams.has(open))) {
      const self = selves.get(stream.sessionId);
      if (!self || stream.ageMs > MAX_AGE_MS) {
        this.end(stream);
        continue;
      }
      stream.send(self);
      if (stream.keepAlive(this.keepAliveMs)) {
        alive.add(stream.driverId);
      }
    }
    await this.locations.heartbeats([...alive]);
  }

  /** Logs the first of consecutive failures. */
  protected override onError(error: unknown): void {
    if (!this.isFailing) {
      this.isFailing = true;
      super.onError(error);
    }
  }

  private end(stream: EventStream): void {
    this.streams.delete(stream);
    stream.end();
  }
}
