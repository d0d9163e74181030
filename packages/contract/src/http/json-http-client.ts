import { Agent, errors, request, type Dispatcher } from 'undici';
import { DispatchError } from '../errors/dispatch-error';
import type { ErrorCode } from '../errors/error-code';

export interface JsonHttpClientOptions {
  /** Base URL, such as `https://dispatch.example.com`. */
  url: string;
  /**
   * Timeout of a request in milliseconds, including the body of the reply.
   * @default 10000
   */
  timeoutMs?: number;
  /**
   * Maximum size of a reply, in bytes.
   * @default 65536
   */
  maxReplyBytes?: number;
  /**
   * Maximum number of connections.
   * @default 16
   */
  maxSockets?: number;
}

export interface JsonRequest {
  method: Dispatcher.HttpMethod;
  /** Serialised JSON. */
  body?: string;
  headers?: Record<string, string>;
  /** Query parameters. Undefined values are omitted. */
  query?: Record<string, string | number | undefined>;
}

/** @throws Error for an invalid URL, credentials or another scheme. The message omits the URL, as it may contain credentials. */
function parseUrl(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol) || parsed.username || parsed.password) {
    throw new Error('url: must be http or https, without user and password');
  }
  return parsed;
}

/** Sends JSON and reads JSON replies up to `maxReplyBytes`. Does not follow redirects. */
export class JsonHttpClient {
  private readonly base: URL;
  private readonly agent: Agent;
  private readonly timeoutMs: number;
  private readonly maxReplyBytes: number;

  constructor(options: JsonHttpClientOptions) {
    this.base = parseUrl(options.url);
    this.timeoutMs = options.timeoutMs ?? 10_000;
    this.maxReplyBytes = options.maxReplyBytes ?? 65_536;
    this.agent = new Agent({
      connections: options.maxSockets ?? 16,
      maxResponseSize: this.maxReplyBytes,
      // `timeoutMs` limits the whole request instead.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /**
   * @param path relative to the url; empty for the url itself
   * @param accepted a status outside of 2xx that counts as success
   * @returns the JSON of the reply, or undefined without a body
   * @throws DispatchError with the code of the receiver, or with a code for the failed request
   */
  async request(path: string, { query = {}, ...init }: JsonRequest, accepted?: number): Promise<unknown> {
    const target = new URL(this.base);
    target.pathname = target.pathname.replace(/\/$/, '') + path;
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) {
        target.searchParams.set(name, String(value));
      }
    }
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), this.timeoutMs);
    try {
      const { statusCode, headers, body } = await request(target, {
        ...init,
        dispatcher: this.agent,
        signal: abort.signal,
      });
      if (statusCode >= 300 && statusCode < 400) {
        // The body is not read, so the connection can't be reused.
        body.on('error', () => undefined).destroy();
        throw new DispatchError('redirect_refused', `Redirects are not followed (${statusCode})`);
      }
      const retryAfter = retryAfterSeconds(headers['retry-after']);
      return readReply(statusCode, await body.text(), retryAfter, accepted);
    } catch (error) {
      throw this.explain(error, abort.signal.aborted);
    } finally {
      clearTimeout(timer);
    }
  }

  private explain(error: unknown, timedOut: boolean): DispatchError {
    if (error instanceof DispatchError) {
      return error;
    }
    if (timedOut) {
      return new DispatchError('timeout', `No answer within ${this.timeoutMs} ms`, { cause: error });
    }
    if (error instanceof errors.ResponseExceededMaxSizeError) {
      return new DispatchError('response_invalid', `The reply is larger than ${this.maxReplyBytes} bytes`);
    }
    return new DispatchError('unreachable', `No connection to ${this.base.host}`, { cause: error });
  }

  close(): void {
    void this.agent.destroy();
  }
}

/** Parses a Retry-After header, which has seconds or an HTTP date. Returns undefined if it is invalid. */
function retryAfterSeconds(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string') {
    return undefined;
  }
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

function readReply(
  status: number,
  text: string,
  retryAfterSeconds: number | undefined,
  accepted?: number,
): unknown {
  const success = (status >= 200 && status < 300) || status === accepted;
  let body: unknown;
  try {
    body = text === '' ? undefined : JSON.parse(text);
  } catch (error) {
    if (success) {
      throw new DispatchError('response_invalid', 'The reply is not JSON', { cause: error });
    }
  }
  if (!success) {
    throw (
      DispatchError.fromBody(body, retryAfterSeconds) ??
      new DispatchError(codeOfStatus(status), `The receiver answered ${status}`, { retryAfterSeconds })
    );
  }
  return body;
}

function codeOfStatus(status: number): ErrorCode {
  switch (status) {
    case 400:
      return 'invalid_message';
    case 401:
    case 403:
      return 'unauthorized';
    case 410:
      return 'endpoint_gone';
    case 413:
      return 'payload_too_large';
    case 429:
      return 'rate_limited';
    default:
      return status < 500 ? 'response_invalid' : 'unreachable';
  }
}
