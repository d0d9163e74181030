import {
  DispatchError,
  type CompleteOwnDelivery,
  type DeclineOwnOffer,
  type DriverSelf,
  type ErrorCode,
  type FailOwnDelivery,
  type OwnMessage,
  type PushKey,
  type SendOwnMessage,
  type SubscribeToPush,
  type LocationsReply,
  type NewTrackerSecret,
  type OwnDeliveries,
  type ProofImageReply,
  type ProofPermit,
  type SessionLocations,
  type SetDuty,
  type SignIn,
  type SignInReply,
  type TrackerSecret,
  type TrackerSecrets,
} from '@driver-dispatch/contract/messages';

/** Path on the engine for requests of a driver session. */
const SESSION_PATH = '/v1/driver';

const TIMEOUT_MS = 20_000;

/** Timeout of an upload, long enough for a photo over a slow mobile network. */
const UPLOAD_TIMEOUT_MS = 180_000;

/** An image of a proof of delivery. */
interface ProofImage {
  bytes: ArrayBuffer;
  contentType: string;
}

interface Options {
  /** A field of each reply from the engine. Its absence shows that something else answered, such as a captive portal. */
  field?: string;
  body?: object;
  /** The same for each repetition of the request. */
  idempotencyKey?: string;
}

/**
 * Calls the engine with the token of a driver session.
 *
 * The methods throw a DispatchError: with the code of the engine or the shop, or `unreachable`, `timeout` or
 * `response_invalid`. A reply of a proxy in between never counts as a refusal or a success.
 */
export class EngineClient {
  constructor(
    private readonly engineUrl: string,
    private readonly token?: string,
  ) {}

  signIn(signIn: SignIn): Promise<SignInReply> {
    return this.request('POST', '/sessions', { field: 'token', body: signIn });
  }

  async signOut(): Promise<void> {
    await this.request('DELETE', '/sessions/current');
  }

  me(): Promise<DriverSelf> {
    return this.request('GET', '/me', { field: 'driverId' });
  }

  setDuty(duty: SetDuty, idempotencyKey: string): Promise<DriverSelf> {
    return this.request('PUT', '/duty', { field: 'driverId', body: duty, idempotencyKey });
  }

  reportLocations(locations: SessionLocations): Promise<LocationsReply> {
    return this.request('POST', '/locations', { field: 'refused', body: locations });
  }

  /** @throws DispatchError `offer_ended` with the outcome */
  acceptOffer(offerId: string): Promise<DriverSelf> {
    return this.request('POST', `/offers/${encodeURIComponent(offerId)}/accept`, { field: 'driverId' });
  }

  /** @throws DispatchError `offer_ended` with the outcome, unless the offer was declined before */
  declineOffer(offerId: string, answer: DeclineOwnOffer): Promise<DriverSelf> {
    const path = `/offers/${encodeURIComponent(offerId)}/decline`;
    return this.request('POST', path, { field: 'driverId', body: answer });
  }

  async pickUp(deliveryId: string, idempotencyKey: string): Promise<void> {
    await this.step(deliveryId, 'pick-up', {}, idempotencyKey);
  }

  async complete(deliveryId: string, body: CompleteOwnDelivery, idempotencyKey: string): Promise<void> {
    await this.step(deliveryId, 'complete', body, idempotencyKey);
  }

  async fail(deliveryId: string, body: FailOwnDelivery, idempotencyKey: string): Promise<void> {
    await this.step(deliveryId, 'fail', body, idempotencyKey);
  }

  /** Sends a message to the dispatchers. A repeated message with the same id has no effect. */
  async sendMessage(deliveryId: string, message: SendOwnMessage): Promise<void> {
    const path = `/deliveries/${encodeURIComponent(deliveryId)}/messages`;
    await this.request<OwnMessage>('POST', path, { field: 'messageId', body: message });
  }

  async readMessages(deliveryId: string, messageIds: readonly string[]): Promise<void> {
    const path = `/deliveries/${encodeURIComponent(deliveryId)}/messages/read`;
    await this.request('POST', path, { field: 'read', body: { messageIds } });
  }

  /** The key of the engine for push notifications. */
  async pushKey(): Promise<string> {
    return (await this.request<PushKey>('GET', '/push', { field: 'publicKey' })).publicKey;
  }

  async subscribeToPush(subscription: SubscribeToPush): Promise<void> {
    await this.request('PUT', '/push', { body: subscription });
  }

  /**
   * Uploads a proof image to the shop. Returns its URL.
   *
   * @throws DispatchError `not_found` if the shop refuses two new permits, such as without the engine's key
   */
  async uploadProof(deliveryId: string, image: ProofImage): Promise<string> {
    try {
      return await this.uploadWithPermit(deliveryId, image);
    } catch (error) {
      if (!(error instanceof PermitRefused)) {
        throw error;
      }
    }
    // The permit may have expired during a slow upload.
    return this.uploadWithPermit(deliveryId, image);
  }

  private async uploadWithPermit(deliveryId: string, image: ProofImage): Promise<string> {
    const path = `/deliveries/${encodeURIComponent(deliveryId)}/proof-permit`;
    const { url, permit } = await this.request<ProofPermit>('POST', path, { field: 'permit' });
    const response = await send(url, UPLOAD_TIMEOUT_MS, {
      method: 'POST',
      headers: { authorization: `Bearer ${permit}`, 'content-type': image.contentType },
      body: image.bytes,
    });
    try {
      return (await readReply<ProofImageReply>(response, 'url')).url;
    } catch (error) {
      // Does not end the session of the driver.
      throw error instanceof DispatchError && error.status === 401 ? new PermitRefused(error) : error;
    }
  }

  /** @param since ISO 8601 */
  ownDeliveries(since: string): Promise<OwnDeliveries> {
    const path = `/deliveries?since=${encodeURIComponent(since)}`;
    return this.request('GET', path, { field: 'deliveries' });
  }

  /** Returns the tracker secrets of the driver, newest first. */
  async trackerSecrets(): Promise<TrackerSecret[]> {
    const reply = await this.request<TrackerSecrets>('GET', '/tracker-secrets', { field: 'trackerSecrets' });
    return reply.trackerSecrets;
  }

  /** Creates a secret for a tracking app. Only the reply contains it. @param label name of the tracking app */
  createTrackerSecret(label: string): Promise<NewTrackerSecret> {
    return this.request('POST', '/tracker-secrets', { field: 'secret', body: { label } });
  }

  /** Revokes a tracker secret. Returns the remaining ones. */
  async revokeTrackerSecret(secretId: string): Promise<TrackerSecret[]> {
    const path = `/tracker-secrets/${encodeURIComponent(secretId)}`;
    const reply = await this.request<TrackerSecrets>('DELETE', path, { field: 'trackerSecrets' });
    return reply.trackerSecrets;
  }

  /**
   * Opens the stream of the driver's changes. The signal closes it.
   *
   * @throws TypeError without a connection
   */
  async openEvents(signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const response = await fetch(`${this.engineUrl}${SESSION_PATH}/events`, {
      headers: { ...this.authorization, accept: 'text/event-stream' },
      cache: 'no-store',
      signal,
    });
    if (!response.ok || !response.body) {
      await readReply(response);
      throw new DispatchError('response_invalid', 'The event stream has no body');
    }
    return response.body;
  }

  private step(deliveryId: string, action: string, body: object, idempotencyKey: string): Promise<unknown> {
    const path = `/deliveries/${encodeURIComponent(deliveryId)}/${action}`;
    return this.request('POST', path, { field: 'deliveryId', body, idempotencyKey });
  }

  private async request<Reply>(
    method: string,
    path: string,
    { field, body, idempotencyKey }: Options = {},
  ): Promise<Reply> {
    const response = await send(`${this.engineUrl}${SESSION_PATH}${path}`, TIMEOUT_MS, {
      method,
      headers: {
        ...this.authorization,
        ...(body && { 'content-type': 'application/json' }),
        ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
      },
      body: body && JSON.stringify(body),
    });
    return readReply(response, field);
  }

  private get authorization(): Record<string, string> {
    return this.token ? { authorization: `Bearer ${this.token}` } : {};
  }
}

async function send(url: string, timeoutMs: number, init: RequestInit): Promise<Response> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await fetch(url, { ...init, signal, cache: 'no-store' });
  } catch (cause) {
    throw signal.aborted
      ? new DispatchError('timeout', `No answer within ${timeoutMs} ms`, { cause })
      : new DispatchError('unreachable', 'No connection', { cause });
  }
}

/** The shop does not accept a permit of the engine. */
class PermitRefused extends DispatchError {
  constructor(cause: unknown) {
    super('not_found', 'The shop does not accept the permit', { cause });
  }
}

async function readReply<Reply>(response: Response, field?: string): Promise<Reply> {
  const text = await response.text().catch((cause: unknown) => {
    throw new DispatchError('unreachable', 'The connection was lost', { cause });
  });
  const body = parse(text);
  if (!response.ok) {
    const retryAfterSeconds = Number(response.headers.get('retry-after')) || undefined;
    throw (
      DispatchError.fromBody(body, retryAfterSeconds) ??
      new DispatchError(codeOfStatus(response.status), `The answer is ${response.status}`, {
        retryAfterSeconds,
      })
    );
  }
  if (field !== undefined && !Object.hasOwn(Object(body) as object, field)) {
    throw new DispatchError('response_invalid', `The answer has no field ${field}`);
  }
  return body as Reply;
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether the engine no longer accepts the session. */
export function isUnauthorized(error: unknown): boolean {
  return error instanceof DispatchError && error.status === 401 && !error.retryable;
}

/** The error of a reply without one, which is from a proxy. Only its limit for an image is final. */
function codeOfStatus(status: number): ErrorCode {
  return status === 413 ? 'payload_too_large' : 'unreachable';
}
