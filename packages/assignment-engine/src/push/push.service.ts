import type { PushNotification } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LOGGER } from '../configuration/tokens';
import { PeriodicTask } from '../database/periodic-task';
import { sql } from '../database/sql';
import type { EngineLogger } from '../observability/create-logger';
import { AvailabilityService } from '../redis/availability.service';
import type { SubscriptionKeys } from './encrypt-payload';
import { PushSender } from './push-sender';

const TAKE_NOTIFICATIONS = sql('push/take-notifications.sql');

/** Milliseconds between two reads of the drivers whose state has changed. */
const READ_EVERY_MS = 250;

/** Maximum number of drivers per read. */
const DRIVERS_PER_READ = 500;

type Row = SubscriptionKeys & {
  sessionId: string;
  endpoint: string;
  kind: PushNotification['kind'];
  orderCode: string;
  storeName: string | null;
  /** Seconds after which the notification is of no use. */
  ttlSeconds: number;
};

/**
 * Notifies the devices of drivers whose state has changed. Runs after the commit and beside the work that changed it: PostgreSQL
 * compares the state of the driver with the one of which the device was notified last.
 */
@Injectable()
export class PushService extends PeriodicTask {
  private changed = new Set<string>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly sender: PushSender,
    availability: AvailabilityService,
    @Inject(LOGGER) logger: EngineLogger,
  ) {
    super(logger, READ_EVERY_MS, 'Push notifications could not be read');
    availability.onStatuses = (driverIds) => this.notify(driverIds);
  }

  /** Must be called after each commit that changes what drivers see, except for changes of their status. */
  notify(driverIds: readonly string[]): void {
    if (this.sender.vapid) {
      driverIds.forEach((id) => this.changed.add(id));
    }
  }

  protected override async run(): Promise<void> {
    const driverIds = [...this.changed].slice(0, DRIVERS_PER_READ);
    if (driverIds.length === 0) {
      return;
    }
    driverIds.forEach((id) => this.changed.delete(id));
    const rows = await this.dataSource.query<Row[]>(TAKE_NOTIFICATIONS, [driverIds]);
    for (const { kind, orderCode, storeName, ...device } of rows) {
      const notification = { kind, orderCode, ...(storeName && { storeName }) };
      this.sender.add({ ...device, notification });
    }
  }
}
