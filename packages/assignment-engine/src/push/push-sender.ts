import { DispatchError, HttpClient, type PushNotification } from '@driver-dispatch/contract';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { EngineConfiguration } from '../configuration/engine-options';
import { isAllowedEndpoint } from '../configuration/push-services';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import type { EngineLogger } from '../observability/create-logger';
import { describeError } from '../observability/describe-error';
import { Metrics } from '../observability/metrics';
import { encryptPayload, type SubscriptionKeys } from './encrypt-payload';
import { PushSubscriptionsService } from './push-subscriptions.service';
import { VapidKey } from './vapid-key';

/** Maximum of concurrent requests to a push service. */
const MAX_REQUESTS = 8;

/** Maximum of notifications that wait for a push service; further ones are dropped. */
const MAX_WAITING = 1_000;

/** A notification of a device. */
export interface Push extends SubscriptionKeys {
  sessionId: string;
  endpoint: string;
  /** Seconds for which the push service keeps the notification for a device without a network. */
  ttlSeconds: number;
  notification: PushNotification;
}

/** The notifications of one push service. */
interface Lane {
  waiting: Push[];
  requests: number;
  isFailing: boolean;
}

/**
 * Sends notifications to push services, in the background. A service that is slow or down delays only its own
 * notifications. A notification is sent once; a failure is logged and counted.
 */
@Injectable()
export class PushSender implements OnApplicationShutdown {
  readonly vapid: VapidKey | undefined;
  private readonly lanes = new Map<string, Lane>();
  private readonly http = new HttpClient({ maxSockets: MAX_REQUESTS });

  constructor(
    private readonly subscriptions: PushSubscriptionsService,
    private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: EngineLogger,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {
    const { vapidKey } = configuration.push;
    this.vapid = vapidKey === undefined ? undefined : new VapidKey(vapidKey);
  }

  /** Adds a notification. Never fails. */
  add(push: Push): void {
    if (!isAllowedEndpoint(push.endpoint, this.configuration.push.services)) {
      this.metrics.pushNotifications.inc({ result: 'dropped' });
      return;
    }
    const { origin } = new URL(push.endpoint);
    const lane = this.lanes.get(origin) ?? { waiting: [], requests: 0, isFailing: false };
    if (lane.waiting.length >= MAX_WAITING) {
      this.metrics.pushNotifications.inc({ result: 'dropped' });
      return;
    }
    this.lanes.set(origin, lane);
    lane.waiting.push(push);
    this.start(lane);
  }

  onApplicationShutdown(): void {
    this.http.close();
  }

  private start(lane: Lane): void {
    while (lane.requests < MAX_REQUESTS && lane.waiting.length > 0) {
      const push = lane.waiting.shift()!;
      lane.requests += 1;
      void this.send(push, lane).finally(() => {
        lane.requests -= 1;
        this.start(lane);
      });
    }
  }

  private async send(push: Push, lane: Lane): Promise<void> {
    try {
      const status = await this.post(push);
      const isGone = status === 404 || status === 410;
      if (isGone) {
        await this.subscriptions.removeGone(push.sessionId, push.endpoint);
      } else if (status < 200 || status >= 300) {
        throw new DispatchError('response_invalid', `The push service answered ${status}`);
      }
      lane.isFailing = false;
      this.metrics.pushNotifications.inc({ result: isGone ? 'gone' : 'sent' });
    } catch (error) {
      this.metrics.pushNotifications.inc({ result: 'failed' });
      this.logFailure(push, lane, error);
    }
  }

  /** Returns the status of the reply. */
  private async post({ endpoint, notification, ttlSeconds, ...keys }: Push): Promise<number> {
    const target = new URL(endpoint);
    const { push, http } = this.configuration;
    const contact = push.contact ?? (http?.publicUrl?.startsWith('https:') ? http.publicUrl : undefined);
    const { status } = await this.http.request(target, {
      method: 'POST',
      body: encryptPayload(Buffer.from(JSON.stringify(notification)), keys),
      headers: {
        authorization: this.vapid!.authorize(target, contact),
        'content-encoding': 'aes128gcm',
        'content-type': 'application/octet-stream',
        ttl: String(ttlSeconds),
        urgency: 'high',
      },
    });
    return status;
  }

  /** Warns of the first of consecutive failures of a service. */
  private logFailure({ sessionId, endpoint }: Push, lane: Lane, error: unknown): void {
    const level = lane.isFailing ? 'debug' : 'warn';
    lane.isFailing = true;
    this.logger.log(level, 'Push notification failed', {
      service: new URL(endpoint).host,
      sessionId,
      error: describeError(error),
    });
  }
}
