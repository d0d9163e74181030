import type { EngineClient } from '../engine/engine-client';

/** Whether the device shows notifications while the app is closed. `unavailable`: browser or engine do not support it. */
export type PushState = 'unavailable' | 'off' | 'blocked' | 'on';

interface Parts {
  client: Pick<EngineClient, 'pushKey' | 'subscribeToPush'>;
  onState: (state: PushState) => void;
}

/** Subscribes the browser to push notifications of the engine. Failures only leave the notifications off. */
export class PushRegistration {
  /** Public key of the engine. */
  private key: string | undefined;
  private isSubscribed = false;

  constructor(private readonly parts: Parts) {}

  /**
   * Asks the engine for its key. A driver who has allowed notifications before is subscribed again. Another call repeats what
   * has failed.
   */
  async load(): Promise<void> {
    if (this.isSubscribed || !('PushManager' in globalThis) || !('Notification' in globalThis)) {
      return;
    }
    this.key ??= await this.parts.client.pushKey().catch(() => undefined);
    if (this.key !== undefined) {
      await (Notification.permission === 'granted' ? this.subscribe() : this.setState('off'));
    }
  }

  /** Asks the driver for the permission. Must be called directly by a tap of the driver. */
  async enable(): Promise<void> {
    if (this.key === undefined) {
      return;
    }
    // A browser may show no question, such as after several refusals.
    const permission = await Notification.requestPermission().catch(() => 'denied');
    await (permission === 'granted' ? this.subscribe() : this.setState('off'));
  }

  private async subscribe(): Promise<void> {
    try {
      const registration = await navigator.serviceWorker.getRegistration();
      const subscription = registration && (await subscriptionFor(registration.pushManager, this.key!));
      if (subscription) {
        const { endpoint = '', keys: { p256dh = '', auth = '' } = {} } = subscription.toJSON();
        await this.parts.client.subscribeToPush({ endpoint, keys: { p256dh, auth } });
        this.isSubscribed = true;
        this.parts.onState('on');
      }
    } catch {
      this.setState('off');
    }
  }

  private setState(state: 'off'): void {
    this.parts.onState(Notification.permission === 'denied' ? 'blocked' : state);
  }
}

/** Ends the subscription of the browser, so that a signed-out device shows nothing more. */
export async function unsubscribeFromPush(): Promise<void> {
  try {
    const registration = await navigator.serviceWorker?.getRegistration();
    const subscription = await registration?.pushManager?.getSubscription();
    await subscription?.unsubscribe();
  } catch {
    // The engine has deleted it with the session.
  }
}

/** The subscription for a key. One for an earlier key of the engine ends. */
async function subscriptionFor(manager: PushManager, key: string): Promise<PushSubscription> {
  const current = await manager.getSubscription();
  if (current && toBase64Url(current.options.applicationServerKey) === key) {
    return current;
  }
  await current?.unsubscribe();
  return manager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

function toBase64Url(bytes: ArrayBuffer | null): string {
  const text = String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0)));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
