/** An ES module, which a CommonJS one can only import like this. */
const nodeFetch = import('node-fetch');

export interface GetJsonOptions {
  headers?: Record<string, string>;
  /** Milliseconds until the request is given up, its reply's body included. */
  timeoutMs: number;
  /** The largest reply that is read, in bytes. */
  maxReplyBytes: number;
}

/** A server that did not answer as it should; the request may be repeated later. */
export class UnexpectedReplyError extends Error {}

/**
 * Reads a small JSON document. Follows no redirect.
 *
 * @throws UnexpectedReplyError when the reply is no JSON, too long, or of another status than 2xx
 */
export async function getJson(url: URL, options: GetJsonOptions): Promise<unknown> {
  const { default: fetch, FetchError } = await nodeFetch;
  const reply = await fetch(url.href, {
    headers: { accept: 'application/json', ...options.headers },
    redirect: 'error',
    size: options.maxReplyBytes,
    signal: AbortSignal.timeout(options.timeoutMs),
  });
  const text = await reply.text().catch((error: unknown) => {
    const tooLong = error instanceof FetchError && error.type === 'max-size';
    throw tooLong
      ? new UnexpectedReplyError(`${url.origin} answered more than ${options.maxReplyBytes} bytes`)
      : error;
  });
  if (!reply.ok) {
    throw new UnexpectedReplyError(`${url.origin} answered ${reply.status}`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UnexpectedReplyError(`${url.origin} did not answer JSON`, { cause: error });
  }
}
