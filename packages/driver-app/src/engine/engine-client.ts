import {
  DispatchError,
  type CompleteOwnDelivery,
  type DriverSelf,
  type FailOwnDelivery,
  type LocationsReply,
  type OwnDeliveries,
  type ProofImageReply,
  type ProofPermit,
  type SessionLocations,
  type SetDuty,
  type SignIn,
  type SignInReply,
} from '@driver-dispatch/contract/messages';

/** Path on the engine for requests of a driver session. */
const SESSION_PATH = '/v1/driver';

const TIMEOUT_MS = 20_000;

/** Timeout of an upload, long enough for a photo over a slow mobile network. */
const UPLOAD_TIMEOUT_MS = 180_000;

interface Options {
  body?: object;
  /** The same for each repetition of the request. */
  idempotencyKey?: string;
}

/**
 * Calls the engine with the token of a driver session.
 *
 * All methods throw a DispatchError: with the code of the engine, or `unreachable` or `timeout`.
 */
export class EngineClient {
  constructor(
    private readonly engineUrl: string,
    private readonly token?: string,
  ) {}

  signIn(signIn: SignIn): Promise<SignInReply> {
    return this.request('POST', '/sessions', { body: signIn });
  }

  async signOut(): Promise<void> {
    await this.request('DELETE', '/sessions/current');
  }

  me(): Promise<DriverSelf> {
    return this.request('GET', '/me');
  }

  setDuty(duty: SetDuty, idempotencyKey: string): Promise<DriverSelf> {
    return this.request('PUT', '/duty', { body: duty, idempotencyKey });
  }

  reportLocations(locations: SessionLocations): Promise<LocationsReply> {
    return this.request('POST', '/locations', { body: locations });
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

  /** Uploads a proof image to the shop. Returns its URL. */
  async uploadProof(deliveryId: string, image: { bytes: ArrayBuffer; contentType: string }): Promise<string> {
    const { url, permit } = await this.request<ProofPermit>(
      'POST',
      `/deliveries/${encodeURIComponent(deliveryId)}/proof-permit`,
    );
    const response = await send(url, UPLOAD_TIMEOUT_MS, {
      method: 'POST',
      headers: { authorization: `Bearer ${permit}`, 'content-type': image.contentType },
      body: image.bytes,
    });
    if (response.status === 401) {
      // Does not end the session: the repeated step gets a new permit.
      throw new DispatchError('timeout', 'The permit has expired');
    }
    return (await readReply<ProofImageReply>(response)).url;
  }

  /** @param since ISO 8601 */
  ownDeliveries(since: string): Promise<OwnDeliveries> {
    return this.request('GET', `/deliveries?since=${encodeURIComponent(since)}`);
  }

  /** Opens the stream of the driver's changes. The signal closes it. */
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
    return this.request('POST', path, { body, idempotencyKey });
  }

  private async request<Reply>(
    method: string,
    path: string,
    { body, idempotencyKey }: Options = {},
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
    return readReply(response);
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

async function readReply<Reply>(response: Response): Promise<Reply> {
  const text = await response.text().catch((cause: unknown) => {
    throw new DispatchError('unreachable', 'The connection was lost', { cause });
  });
  const body = parse(text);
  if (response.status === 401) {
    throw new DispatchError('unauthorized', 'The session has ended');
  }
  if (!response.ok) {
    const retryAfter = Number(response.headers.get('retry-after')) || undefined;
    throw DispatchError.fromBody(body, retryAfter) ?? unknownError(response.status);
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

/** The error of a reply without one, such as that of a proxy. */
function unknownError(status: number): DispatchError {
  if (status === 413) {
    return new DispatchError('payload_too_large', 'The request is too large');
  }
  const temporary = status === 408 || status === 429 || status >= 500;
  return new DispatchError(temporary ? 'unreachable' : 'not_found', `The answer is ${status}`);
}
