import { Agent, errors, request, type Dispatcher } from 'undici';
import { DispatchError } from '../errors/dispatch-error';

export interface HttpClientOptions {
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
   * Maximum number of connections to an origin.
   * @default 16
   */
  maxSockets?: number;
}

export interface HttpRequest {
  method: Dispatcher.HttpMethod;
  body?: string | Uint8Array;
  headers?: Record<string, string>;
}

export interface HttpReply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** Sends requests and reads replies up to `maxReplyBytes`. Does not follow redirects. */
export class HttpClient {
  private readonly agent: Agent;
  private readonly timeoutMs: number;
  private readonly maxReplyBytes: number;

  constructor({ timeoutMs = 10_000, maxReplyBytes = 65_536, maxSockets = 16 }: HttpClientOptions = {}) {
    this.timeoutMs = timeoutMs;
    this.maxReplyBytes = maxReplyBytes;
    this.agent = new Agent({
      connections: maxSockets,
      maxResponseSize: maxReplyBytes,
      // `timeoutMs` limits the whole request instead.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /**
   * @returns a reply with any status except a redirect
   * @throws DispatchError `timeout`, `unreachable`, `redirect_refused` or `response_invalid`. The message has no path of the
   * URL
   */
  async request(target: URL, init: HttpRequest): Promise<HttpReply> {
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
      return { status: statusCode, headers, text: await body.text() };
    } catch (error) {
      throw this.explain(error, target, abort.signal.aborted);
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    void this.agent.destroy();
  }

  private explain(error: unknown, target: URL, timedOut: boolean): DispatchError {
    if (error instanceof DispatchError) {
      return error;
    }
    if (timedOut) {
      return new DispatchError('timeout', `No answer within ${this.timeoutMs} ms`, { cause: error });
    }
    if (error instanceof errors.ResponseExceededMaxSizeError) {
      return new DispatchError('response_invalid', `The reply is larger than ${this.maxReplyBytes} bytes`);
    }
    return new DispatchError('unreachable', `No connection to ${target.host}`, { cause: error });
  }
}
