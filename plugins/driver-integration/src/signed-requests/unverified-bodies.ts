import type { IncomingMessage } from 'node:http';
import { DispatchError } from '@driver-dispatch/contract';

export interface UnverifiedBodyLimits {
  /** Bytes that all unfinished bodies hold together. */
  maxTotalBytes: number;
  /** Bodies that are received at the same time. */
  maxBodies: number;
  /** Time until the last byte of a body must have arrived, in ms. */
  timeoutMs: number;
}

interface OpenBody {
  chunks: Buffer[];
  bytes: number;
  refuse: (error: DispatchError) => void;
}

/**
 * Receives bodies whose sender is not verified yet, within a bounded amount of memory. At a limit it refuses the body
 * that was begun first: a sender that is fast is served while slow ones fill the memory.
 */
export class UnverifiedBodies {
  /** In the order in which they were begun. */
  private readonly open = new Set<OpenBody>();
  private totalBytes = 0;

  constructor(private readonly limits: UnverifiedBodyLimits) {}

  /**
   * Returns the bytes of a request's body as they arrived.
   *
   * @param maxBytes of this body
   * @throws DispatchError `payload_too_large`, `timeout`, or `rate_limited` for a body that made room for others
   */
  receive(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        if (this.open.delete(body)) {
          clearTimeout(timer);
          this.totalBytes -= body.bytes;
          request.removeListener('data', take);
          settle();
        }
      };
      const refuse = (error: DispatchError) => end(() => reject(error));
      const body: OpenBody = { chunks: [], bytes: 0, refuse };
      const timer = setTimeout(
        () => refuse(new DispatchError('timeout', 'The body did not arrive in time')),
        this.limits.timeoutMs,
      );
      const take = (chunk: Buffer) => {
        body.chunks.push(chunk);
        body.bytes += chunk.length;
        this.totalBytes += chunk.length;
        if (body.bytes > maxBytes) {
          refuse(tooLarge(maxBytes));
        }
        this.makeRoom();
      };
      this.open.add(body);
      if (Number(request.headers['content-length']) > maxBytes) {
        refuse(tooLarge(maxBytes));
        return;
      }
      request.on('data', take);
      request.once('end', () => end(() => resolve(Buffer.concat(body.chunks, body.bytes))));
      request.once('close', () => refuse(new DispatchError('unreachable', 'The sender has gone away')));
      this.makeRoom();
    });
  }

  private makeRoom(): void {
    const { maxTotalBytes, maxBodies } = this.limits;
    for (const body of this.open) {
      if (this.totalBytes <= maxTotalBytes && this.open.size <= maxBodies) {
        return;
      }
      body.refuse(
        new DispatchError('rate_limited', 'Too many unfinished requests', { retryAfterSeconds: 1 }),
      );
    }
  }
}

function tooLarge(maxBytes: number): DispatchError {
  return new DispatchError('payload_too_large', `The body has more than ${maxBytes} bytes`);
}
