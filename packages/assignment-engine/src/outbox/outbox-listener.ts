import { Inject, Injectable } from '@nestjs/common';
import type { Client } from 'pg';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import { CONNECTION_OPTIONS } from '../database/connection-options';
import { sql } from '../database/sql';
import { TimeoutClient } from '../database/timeout-client';

const FIND_DUE = sql('outbox/find-due-deliveries.sql');

/** Due events per poll. The next poll continues after them. */
export const EXAMINED_PER_POLL = 2_000;

interface DueDeliveries {
  /** Deliveries with a due event that has not failed. */
  unsent: string[];
  /** Deliveries with a due event that has failed before. */
  retries: string[];
  /** The last event examined; nulls if no due event is left. */
  nextAttemptAt: string | null;
  deliveryId: string | null;
  sequence: number | null;
}

/** One connection that listens for new events and polls for due ones. The next poll replaces a lost connection. */
@Injectable()
export class OutboxListener {
  private client: Client | undefined;
  private connecting: Promise<Client> | undefined;
  private examined: [string | null, string | null, number | null] = [null, null, null];
  private closed = false;

  constructor(@Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration) {}

  /** Called with the delivery id of each event that any process commits without a lease. */
  onEvent: (deliveryId: string) => void = () => undefined;

  /** Called when many events are due at once. */
  onMany: () => void = () => undefined;

  /** `complete`: all due events were examined. */
  async poll(): Promise<{ unsent: string[]; retries: string[]; complete: boolean }> {
    this.connecting ??= this.connect();
    const client = await this.connecting;
    const { rows } = await client.query<DueDeliveries>(FIND_DUE, [...this.examined, EXAMINED_PER_POLL]);
    const { unsent, retries, nextAttemptAt, deliveryId, sequence } = rows[0]!;
    this.examined = [nextAttemptAt, deliveryId, sequence];
    return { unsent, retries, complete: deliveryId === null };
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<Client> {
    const timeoutClient = new TimeoutClient({
      ...CONNECTION_OPTIONS,
      connectionString: this.configuration.database.url,
    });
    const client: Client = timeoutClient;
    this.client = client;
    client.on('error', () => undefined);
    client.once('end', () => {
      if (this.client === client) {
        this.connecting = undefined;
      }
    });
    client.on('notification', ({ payload }) => (payload ? this.onEvent(payload) : this.onMany()));
    try {
      await client.connect();
      await client.query('LISTEN driver_dispatch_outbox');
    } catch (error) {
      this.connecting = undefined;
      timeoutClient.destroyConnection();
      throw error;
    }
    if (this.closed) {
      await client.end();
    }
    return client;
  }
}
