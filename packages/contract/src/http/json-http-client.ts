import { DispatchError } from '../errors/dispatch-error';
import type { ErrorCode } from '../errors/error-code';
import { HttpClient, type HttpClientOptions, type HttpRequest } from './http-client';

export interface JsonHttpClientOptions extends HttpClientOptions {
  /** Base URL, such as `https://dispatch.example.com`. */
  url: string;
}

export interface JsonRequest extends HttpRequest {
  /** Serialised JSON. */
  body?: string;
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

/** Sends JSON and reads JSON replies. See {@link HttpClient}. */
export class JsonHttpClient {
  private readonly base: URL;
  private readonly http: HttpClient;

  constructor({ url, ...options }: JsonHttpClientOptions) {
    this.base = parseUrl(url);
    this.http = new HttpClient(options);
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
    const { status, headers, text } = await this.http.request(target, init);
    return readReply(status, text, retryAfterSeconds(headers['retry-after']), accepted);
  }

  close(): void {
    this.http.close();
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
