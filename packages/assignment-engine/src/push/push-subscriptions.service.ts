import { createECDH } from 'node:crypto';
import { DispatchError, type SubscribeToPush } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { isAllowedEndpoint } from '../configuration/push-services';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import { sql } from '../database/sql';
import { CURVE } from './vapid-key';

const SAVE_SUBSCRIPTION = sql('push/save-subscription.sql');

/** The push subscriptions of driver sessions, at most one per session. */
@Injectable()
export class PushSubscriptionsService {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /** @throws DispatchError `invalid_message` for an endpoint that is not allowed or an invalid key of the browser */
  async save(sessionId: string, { endpoint, keys }: SubscribeToPush): Promise<void> {
    if (!isAllowedEndpoint(endpoint, this.configuration.push.services)) {
      throw new DispatchError('invalid_message', 'endpoint: not one of the allowed push services');
    }
    if (!isPoint(keys.p256dh)) {
      throw new DispatchError('invalid_message', 'keys.p256dh: not a point of P-256');
    }
    await this.dataSource.transaction(async (manager) => {
      // Another driver may have used the device before.
      await manager.query(
        'DELETE FROM driver_dispatch.push_subscriptions WHERE session_id = $1 OR endpoint = $2',
        [sessionId, endpoint],
      );
      await manager.query(SAVE_SUBSCRIPTION, [sessionId, endpoint, keys.p256dh, keys.auth]);
    });
  }

  /** Deletes the subscription of a session. Idempotent. */
  async remove(sessionId: string): Promise<void> {
    await this.dataSource.query('DELETE FROM driver_dispatch.push_subscriptions WHERE session_id = $1', [
      sessionId,
    ]);
  }

  /** Deletes a subscription that its push service no longer knows, unless the device has a new one. */
  async removeGone(sessionId: string, endpoint: string): Promise<void> {
    await this.dataSource.query(
      'DELETE FROM driver_dispatch.push_subscriptions WHERE session_id = $1 AND endpoint = $2',
      [sessionId, endpoint],
    );
  }
}

function isPoint(key: string): boolean {
  try {
    const pair = createECDH(CURVE);
    pair.generateKeys();
    pair.computeSecret(Buffer.from(key, 'base64url'));
    return true;
  } catch {
    return false;
  }
}
