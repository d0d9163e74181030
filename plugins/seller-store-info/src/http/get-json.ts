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
  const reply = await fetch(url, {
    headers: { accept: 'application/json', ...options.headers },
    redirect: 'error',
    signal: AbortSignal.timeout(options.timeoutMs),
  });
  if (!reply.ok) {
    await reply.body?.cancel();
    throw new UnexpectedReplyError(`${url.origin} answered ${reply.status}`);
  }
  const text = await readAtMost(reply, options.maxReplyBytes, url.origin);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UnexpectedReplyError(`${url.origin} did not answer JSON`, { cause: error });
  }
}

async function readAtMost(reply: Response, maxBytes: number, origin: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (reply.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) {
      throw new UnexpectedReplyError(`${origin} answered more than ${maxBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
