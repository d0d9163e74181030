/** CommonJS can load this ES module only with a dynamic import. */
const nodeFetch = import('node-fetch');

export interface GetJsonOptions {
  headers?: Record<string, string>;
  /** Timeout of the request in milliseconds, including the response body. */
  timeoutMs: number;
  /** Maximum size of the response in bytes. */
  maxReplyBytes: number;
}

/** An unexpected response. The request may be retried later. */
export class UnexpectedReplyError extends Error {}

/**
 * Requests a small JSON document. Does not follow redirects.
 *
 * @throws UnexpectedReplyError if the response is not JSON, too long, or has a status other than 2xx
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
      ? new UnexpectedReplyError(`${url.origin} sent a response longer than ${options.maxReplyBytes} bytes`)
      : error;
  });
  if (!reply.ok) {
    throw new UnexpectedReplyError(`${url.origin} responded with status ${reply.status}`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UnexpectedReplyError(`${url.origin} sent no JSON`, { cause: error });
  }
}
